package io.asyncio4j.transport;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.Future;
import io.asyncio4j.thread.RunInExecutor;
import io.asyncio4j.transport.spi.FilePart;

import java.io.IOException;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/// Sends a file by reading and writing it, as the protocol of the transport meanwhile: asyncio's
/// `_SendfileFallbackProtocol`. Loop-confined; used once.
final class SendfileFallback implements Protocol {
    private static final int BLOCK = 16 * 1024;

    private final EventLoop loop;
    private final LayerableTransport transport;
    private final FilePart part;
    private final BaseProtocol own;
    private final boolean resumesReading;
    private final boolean wasPaused;
    private @Nullable Future<@Nullable Void> room;
    private boolean lost;

    SendfileFallback(EventLoop loop, LayerableTransport transport, FilePart part) {
        this.loop = loop;
        this.transport = transport;
        this.part = part;
        this.own = transport.getProtocol();
        this.resumesReading = transport.isReading();
        this.wasPaused = transport.isWritingPaused();
        transport.pauseReading();
        transport.setProtocol(this);
        if (wasPaused) {
            room = new Future<>(loop);
        }
    }

    long run() throws Exception {
        FileLock lock = transport instanceof SocketTransport socket ? socket.lockForFile() : null;
        ByteBuffer block = ByteBuffer.allocate((int) Math.min(BLOCK, part.count()));
        long sent = 0;
        try {
            while (true) {
                long before = sent;
                int count = RunInExecutor.runInExecutor(loop, null, () -> part.read(block.clear(), before)).await();
                if (count < 0) {
                    return sent;
                }
                if (lock == null) {
                    transport.write(block.flip());
                } else {
                    lock.write(block.flip());
                }
                drain();
                sent += count;
            }
        } finally {
            if (lock != null) {
                lock.close();
            }
            restore();
            part.sent(sent);
        }
    }

    /// A failure is raised here and not later: bytes that were dropped have not been sent.
    private void drain() throws Exception {
        if (lost || transport.isClosing() || transport.dropsWrites()) {
            throw new ConnectionAbortedException("sendfile failed: the connection is closed: " + transport);
        }
        Future<@Nullable Void> waiter = room;
        if (waiter != null) {
            waiter.await();
        }
    }

    private void restore() throws Exception {
        transport.setProtocol(own);
        if (resumesReading) {
            transport.resumeReading();
        }
        boolean paused = room != null;
        if (room != null) {
            room.cancel(); // nobody waits for it any more
        }
        if (lost) {
            return;
        }
        if (wasPaused && !paused) {
            own.resumeWriting();
        } else if (paused && !wasPaused) {
            own.pauseWriting(); // it is told when the buffer has drained, so it must know
        }
    }

    @Override
    public void connectionLost(@Nullable Throwable failure) throws Exception {
        lost = true;
        if (room != null && !room.isDone()) {
            room.setException(failure instanceof IOException told
                    ? told
                    : new ConnectionAbortedException("sendfile failed: the connection is closed: " + transport));
        }
        own.connectionLost(failure);
    }

    @Override
    public void pauseWriting() {
        if (room == null) {
            room = new Future<>(loop);
        }
    }

    @Override
    public void resumeWriting() {
        Future<@Nullable Void> waiter = room;
        room = null;
        if (waiter != null && !waiter.isDone()) {
            waiter.setResult(null);
        }
    }

    @Override
    public void dataReceived(byte[] data) {
        throw new IllegalStateException("data came although reading was paused: " + data.length + " bytes");
    }

    @Override
    public boolean eofReceived() {
        throw new IllegalStateException("the end of the stream came although reading was paused");
    }
}
