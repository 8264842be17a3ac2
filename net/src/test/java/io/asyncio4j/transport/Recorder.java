package io.asyncio4j.transport;

import java.util.ArrayList;
import java.util.List;

/// A protocol that writes down what it hears. Owner-confined.
class Recorder implements Protocol {
    final List<String> heard = new ArrayList<>();
    Transport transport;
    boolean keepOpen;
    Throwable lostBy;

    @Override
    public void connectionMade(Transport made) throws Exception {
        transport = made;
        heard.add("made");
    }

    @Override
    public void dataReceived(byte[] data) throws Exception {
        heard.add(new String(data));
    }

    @Override
    public boolean eofReceived() throws Exception {
        heard.add("eof");
        return keepOpen;
    }

    @Override
    public void pauseWriting() throws Exception {
        heard.add("pause");
    }

    @Override
    public void resumeWriting() throws Exception {
        heard.add("resume");
    }

    @Override
    public void connectionLost(Throwable failure) throws Exception {
        lostBy = failure;
        heard.add(failure == null ? "lost" : "lost by " + failure.getMessage());
    }
}
