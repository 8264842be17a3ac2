package io.asyncio4j.transport;

import io.asyncio4j.stream.StreamReader;
import io.asyncio4j.stream.StreamReaderProtocol;
import io.asyncio4j.transport.spi.Lender;
import java.nio.ByteBuffer;

/// A recorder that feeds a stream, and tells the test when something has come. Owner-confined.
public final class Streaming extends Recorder implements Lender {
    public StreamReader reader;
    /// Whether something has been received into memory of who reads.
    public boolean lent;
    /// Is run in the callback that something has come with.
    public Runnable whenSomethingHasCome = () -> {
    };
    private StreamReaderProtocol protocol;

    @Override
    public void connectionMade(Transport made) throws Exception {
        super.connectionMade(made);
        reader = new StreamReader();
        protocol = new StreamReaderProtocol(reader);
        protocol.connectionMade(made);
    }

    @Override
    public void dataReceived(byte[] data) {
        protocol.dataReceived(data);
        whenSomethingHasCome.run();
    }

    @Override
    public boolean comesForIt() {
        boolean comes = protocol.comesForIt();
        if (comes) {
            whenSomethingHasCome.run();
        }
        return comes;
    }

    @Override
    public ByteBuffer lend() {
        return protocol.lend();
    }

    @Override
    public void filled(int count) {
        lent = true;
        protocol.filled(count);
        whenSomethingHasCome.run();
    }

    @Override
    public boolean eofReceived() throws Exception {
        super.eofReceived();
        return protocol.eofReceived();
    }

    @Override
    public void connectionLost(Throwable failure) throws Exception {
        protocol.connectionLost(failure);
        super.connectionLost(failure);
    }
}
