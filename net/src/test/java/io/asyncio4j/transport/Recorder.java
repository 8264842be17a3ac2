package io.asyncio4j.transport;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// A protocol that writes down what it hears. Owner-confined.
public class Recorder implements Protocol {
    public final List<String> heard = new ArrayList<>();
    public Transport transport;
    public boolean keepOpen;
    public Throwable lostBy;

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

    /// Whether it has heard that the connection is lost.
    public boolean hasLost() {
        return !heard.isEmpty() && heard.getLast().startsWith("lost");
    }

    /// A recorder that keeps the bytes apart from what else it hears.
    public static class Collector extends Recorder {
        public final ByteArrayOutputStream got = new ByteArrayOutputStream();

        @Override
        public void dataReceived(byte[] data) throws Exception {
            got.writeBytes(data);
        }
    }
}
