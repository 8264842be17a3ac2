package io.asyncio4j.file;

import java.io.IOException;

/// Standard input as a device. Closing it ends a read that waits, and leaves the process's stream as it is.
final class StandardInput implements StandardDevice {
    private final InputPump pump;
    private volatile boolean closed;

    StandardInput(InputPump pump) {
        this.pump = pump;
    }

    @Override
    public int read(byte[] bytes, int from, int count, long at) throws IOException {
        int read = pump.take(bytes, from, count, () -> closed);
        if (read < 0 && closed) {
            throw new ClosedFileException("read", "<stdin>");
        }
        return read;
    }

    @Override
    public int write(byte[] bytes, int from, int count, long at) throws IOException {
        throw new IOException("standard input is not for writing");
    }

    @Override
    public void sync() {
        // nothing was written
    }

    @Override
    public void close(byte[] unread) {
        closed = true;
        pump.giveBack(unread);
        pump.wake();
    }
}
