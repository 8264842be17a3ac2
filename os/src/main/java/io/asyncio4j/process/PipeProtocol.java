package io.asyncio4j.process;

import io.asyncio4j.transport.Protocol;
import io.asyncio4j.transport.Transport;
import org.jspecify.annotations.Nullable;

/// Passes what happens on one of a child's pipes on to its transport: asyncio's `ReadSubprocessPipeProto` and
/// `WriteSubprocessPipeProto`. Loop-confined.
final class PipeProtocol implements Protocol {
    final int stream;
    private final ProcessTransport owner;
    private @Nullable Transport pipe;
    private boolean disconnected;

    PipeProtocol(ProcessTransport owner, int stream) {
        this.owner = owner;
        this.stream = stream;
    }

    @Nullable Transport pipe() {
        return pipe;
    }

    boolean isDisconnected() {
        return disconnected;
    }

    @Override
    public void connectionMade(Transport transport) {
        pipe = transport;
    }

    @Override
    public void dataReceived(byte[] data) {
        owner.pipeDataReceived(stream, data);
    }

    @Override
    public void connectionLost(@Nullable Throwable failure) {
        disconnected = true;
        owner.pipeConnectionLost(stream, failure);
    }

    @Override
    public void pauseWriting() throws Exception {
        owner.getProtocol().pauseWriting();
    }

    @Override
    public void resumeWriting() throws Exception {
        owner.getProtocol().resumeWriting();
    }
}
