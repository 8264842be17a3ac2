package io.asyncio4j.transport;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.transport.spi.FilePart;

import java.nio.channels.FileChannel;
import java.util.Objects;

/// Sends files over transports: asyncio's `loop.sendfile`. Stateless; the methods give coroutines for the running loop.
public final class Sendfile {
    /// The count that means all up to the end of the file.
    public static final long TO_END = FilePart.TO_END;

    private Sendfile() {
    }

    /// Sends a file from its start to its end; see [#sendfile(Transport, FileChannel, long, long, boolean)].
    public static Coroutine<Long> sendfile(Transport transport, FileChannel file) {
        return sendfile(transport, file, 0, TO_END, true);
    }

    /// Sends a part of a file after what has been written, and gives how many bytes were sent. Meanwhile the transport does
    /// not read, and writing to it raises [IllegalStateException]. The file's position is behind what was sent afterwards,
    /// also after a failure or a cancellation; it does not move when nothing was sent. A transport survives a cancellation.
    ///
    /// The bytes go from the file to the socket within the operating system where that is possible: with epoll, kqueue and
    /// NIO, over TCP without TLS. Otherwise they are read by the default executor and written.
    ///
    /// Raises [IllegalStateException] when the transport is closing or cannot send files, as its kind
    /// [SendfileNotAvailableException] when only the fallback could and it is off, and the failure of the connection.
    ///
    /// @param offset where in the file to begin
    /// @param count how many bytes; [#TO_END] for all up to the end. Fewer are sent when the file is shorter
    /// @param fallback whether to read and write where the operating system cannot
    /// @throws IllegalArgumentException when offset or count are out of range
    public static Coroutine<Long> sendfile(Transport transport, FileChannel file, long offset, long count,
            boolean fallback) {
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(file, "file");
        FilePart part = new FilePart(file, offset, count);
        return Coroutine.of(() -> {
            if (transport.isClosing()) {
                throw new IllegalStateException(
                        "sendfile came after close: " + transport + "; send before closing");
            }
            if (!(transport instanceof LayerableTransport own)) {
                throw new IllegalStateException("sendfile is not possible on this transport: " + transport
                        + "; give one made by createConnection or createServer");
            }
            if (own instanceof SocketTransport socket) {
                try (FileLock lock = socket.lockForFile()) {
                    return lock.send(part);
                } catch (SendfileNotAvailableException unavailable) {
                    if (!fallback) {
                        throw unavailable;
                    }
                }
            } else if (!fallback) {
                throw new SendfileNotAvailableException("sendfile by the operating system is not possible with TLS: "
                        + transport + "; allow the fallback");
            }
            return new SendfileFallback(EventLoop.running(), own, part).run();
        });
    }
}
