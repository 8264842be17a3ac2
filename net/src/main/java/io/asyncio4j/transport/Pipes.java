package io.asyncio4j.transport;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.net.posix.Posix;
import io.asyncio4j.net.posix.PosixException;
import io.asyncio4j.task.Future;
import io.asyncio4j.transport.spi.Wire;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Puts transports on pipes: asyncio's `loop.connect_read_pipe` and `loop.connect_write_pipe`. Stateless; the methods give
/// coroutines for the running loop. Streams have them in [io.asyncio4j.stream.Streams].
public final class Pipes {
    private Pipes() {
    }

    /// Receives from a pipe. The protocol has heard `connectionMade` when the coroutine gives it; then it hears
    /// `dataReceived`, `eofReceived` whose answer does not matter, and `connectionLost`. The methods of the transport that
    /// send raise [UnsupportedOperationException].
    ///
    /// Raises [IllegalArgumentException] when this is no pipe, or the end to write to.
    ///
    /// @param factory makes a [Protocol], or gives one
    public static <P extends BaseProtocol> Coroutine<Connected<P>> connectReadPipe(
            Supplier<? extends P> factory, PipeEnd pipe) {
        return connect(factory, pipe, false);
    }

    /// Sends to a pipe. The protocol has heard `connectionMade` when the coroutine gives it. That nobody reads any more
    /// ends the transport, with [BrokenPipeException] if something was still to be sent. `writeEof` and `close` are the
    /// same. The methods of the transport that receive raise [UnsupportedOperationException].
    ///
    /// Raises [IllegalArgumentException] when this is no pipe, or the end to read from.
    ///
    /// @param factory makes a protocol, or gives one
    public static <P extends BaseProtocol> Coroutine<Connected<P>> connectWritePipe(
            Supplier<? extends P> factory, PipeEnd pipe) {
        return connect(factory, pipe, true);
    }

    private static <P extends BaseProtocol> Coroutine<Connected<P>> connect(Supplier<? extends P> factory,
            PipeEnd pipe, boolean sends) {
        Objects.requireNonNull(factory, "factory");
        Objects.requireNonNull(pipe, "pipe");
        return Coroutine.of(() -> {
            EventLoop loop = EventLoop.running();
            P protocol = factory.get();
            Wire wire = pipe.wire(loop, sends);
            PipeTransport transport;
            try {
                transport = sends ? new WritePipeTransport(loop, pipe, wire, protocol)
                        : new ReadPipeTransport(loop, pipe, wire, protocol);
            } catch (RuntimeException wrongProtocol) {
                wire.close();
                throw wrongProtocol;
            }
            Future<@Nullable Void> made = new Future<>(loop);
            transport.open(made);
            Connections.awaitOpen(made, transport);
            return new Connected<>(transport, protocol);
        });
    }

    /// The failure by the class that stands for it.
    static IOException named(IOException failure) {
        String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        boolean broken = failure instanceof PosixException known ? known.errno() == Posix.EPIPE
                : text.contains("broken pipe") || text.contains("pipe closed")
                        || text.contains("stream closed");
        if (!broken) {
            return failure;
        }
        BrokenPipeException named =
                new BrokenPipeException("write failed: the pipe is closed by its reader; stop writing");
        named.initCause(failure);
        return named;
    }

    /// Whether the failure is what a terminal says when its other side has gone.
    static boolean isGoneTerminal(IOException failure) {
        return failure instanceof PosixException known && known.errno() == Posix.EIO;
    }
}
