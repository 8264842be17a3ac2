package io.asyncio4j.process;

import io.asyncio4j.stream.StreamReader;
import io.asyncio4j.stream.StreamReaderProtocol;
import io.asyncio4j.stream.StreamWriter;
import io.asyncio4j.transport.Transport;
import org.jspecify.annotations.Nullable;

/// Makes streams of a child's pipes: asyncio's `SubprocessStreamProtocol`. Loop-confined.
///
/// @implNote When to wait before writing more is known by a protocol of streams that has no connection of its own; it
/// hears of standard input what it would hear of one.
final class SubprocessStreams implements SubprocessProtocol {
    private final int limit;
    private final StreamReaderProtocol input = new StreamReaderProtocol(new StreamReader());
    private @Nullable SubprocessTransport transport;
    private @Nullable StreamWriter stdin;
    private final @Nullable StreamReader[] outputs = new @Nullable StreamReader[3];
    private int open;
    private boolean exited;

    SubprocessStreams(int limit) {
        this.limit = limit;
    }

    @Nullable StreamWriter stdin() {
        return stdin;
    }

    /// The reader of standard output, 1, or of standard error, 2; null when that is no pipe.
    @Nullable StreamReader output(int stream) {
        return outputs[stream];
    }

    @Override
    public void connectionMade(SubprocessTransport made) {
        transport = made;
        for (int stream = 1; stream <= 2; stream++) {
            Transport pipe = made.getPipeTransport(stream);
            if (pipe != null) {
                StreamReader reader = new StreamReader(limit);
                reader.setTransport(pipe);
                outputs[stream] = reader;
                open++;
            }
        }
        Transport pipe = made.getPipeTransport(0);
        if (pipe != null) {
            stdin = new StreamWriter(pipe, input, null);
        }
    }

    @Override
    public void pipeDataReceived(int descriptor, byte[] data) {
        StreamReader reader = outputs[descriptor];
        if (reader != null) {
            reader.feedOwned(data);
        }
    }

    @Override
    public void pipeConnectionLost(int descriptor, @Nullable Throwable failure) {
        if (descriptor == 0) {
            if (stdin != null) {
                stdin.close();
            }
            input.connectionLost(failure);
            return;
        }
        StreamReader reader = outputs[descriptor];
        if (reader != null) {
            if (failure == null) {
                reader.feedEof();
            } else {
                reader.setException(failure);
            }
            open--;
        }
        closeIfOver();
    }

    @Override
    public void processExited() {
        exited = true;
        closeIfOver();
    }

    private void closeIfOver() {
        if (open == 0 && exited && transport != null) {
            transport.close();
        }
    }

    @Override
    public void pauseWriting() {
        input.pauseWriting();
    }

    @Override
    public void resumeWriting() {
        input.resumeWriting();
    }
}
