package io.asyncio4j.stream;

import io.asyncio4j.transport.BaseProtocol;
import io.asyncio4j.transport.ExtraInfo;
import io.asyncio4j.transport.ReadTransport;
import java.util.ArrayList;
import java.util.List;

/// Writes down how it is paused and resumed. Owner-confined.
class RecordingTransport implements ReadTransport {
    final List<String> calls = new ArrayList<>();

    @Override
    public boolean isReading() {
        return calls.isEmpty() || calls.getLast().equals("resume");
    }

    @Override
    public void pauseReading() {
        calls.add("pause");
    }

    @Override
    public void resumeReading() {
        calls.add("resume");
    }

    @Override
    public void close() {
        calls.add("close");
    }

    @Override
    public boolean isClosing() {
        return calls.contains("close");
    }

    @Override
    public <T> T getExtraInfo(ExtraInfo<T> key) {
        return null;
    }

    @Override
    public void setProtocol(BaseProtocol protocol) {
        throw new UnsupportedOperationException();
    }

    @Override
    public BaseProtocol getProtocol() {
        throw new UnsupportedOperationException();
    }
}
