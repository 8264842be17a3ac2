package io.asyncio4j.transport;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.Future;
import io.asyncio4j.transport.spi.FilePart;
import io.asyncio4j.transport.spi.FileSending;
import io.asyncio4j.transport.spi.Wire;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/// Keeps everybody else from writing to a transport while a file is sent over it. Loop-confined.
final class FileLock implements AutoCloseable {
    private final SocketTransport transport;
    private final EventLoop loop;
    private final Wire wire;
    private @Nullable Future<@Nullable Void> waiter;

    FileLock(SocketTransport transport, EventLoop loop, Wire wire) {
        this.transport = transport;
        this.loop = loop;
        this.wire = wire;
    }

    void write(ByteBuffer data) {
        transport.transmit(data);
    }

    /// Sends a file by the operating system, after what has been written.
    ///
    /// @throws SendfileNotAvailableException when it cannot; nothing has been sent then
    long send(FilePart part) throws Exception {
        boolean resumes = transport.isReading();
        transport.pauseReading();
        try {
            awaitDrained();
            long length = part.length();
            return length == 0 ? 0 : send(part, length);
        } finally {
            if (resumes) {
                transport.resumeReading();
            }
        }
    }

    private long send(FilePart part, long length) throws Exception {
        Future<@Nullable Void> done = new Future<>(loop);
        FileSending sending = wire.sendFile(part.file(), part.offset(), length, done);
        if (sending == null) {
            throw new SendfileNotAvailableException(
                    "sendfile by the operating system is not possible with this socket or file: " + transport + ", "
                            + part.file().getClass().getName() + "; allow the fallback");
        }
        try {
            done.await();
            return sending.sent();
        } finally {
            sending.stop();
            part.sent(sending.sent());
        }
    }

    private void awaitDrained() throws Exception {
        if (wire.unsent() > 0 && !transport.dropsWrites()) {
            Future<@Nullable Void> drained = new Future<>(loop);
            waiter = drained;
            try {
                drained.await();
            } finally {
                waiter = null;
            }
        }
        if (transport.dropsWrites()) {
            throw new ConnectionAbortedException("sendfile failed: the connection is closed: " + transport);
        }
    }

    /// Whether it waits until all that was written is gone.
    boolean isWaiting() {
        return waiter != null;
    }

    /// All that was written is gone, or the connection is.
    void drained() {
        if (waiter != null && !waiter.isDone()) {
            waiter.setResult(null);
        }
    }

    @Override
    public void close() {
        transport.unlock();
    }
}
