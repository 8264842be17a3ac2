package io.asyncio4j.stream;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.Rethrow;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.ExceptionContext;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.Task;
import io.asyncio4j.transport.ConnectionResetException;
import io.asyncio4j.transport.Protocol;
import io.asyncio4j.transport.Transport;
import io.asyncio4j.transport.spi.Lender;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/// Feeds a [StreamReader] from a transport and knows when a writer must wait: asyncio's `StreamReaderProtocol`.
///
/// Loop-confined. With a handler it serves: as soon as the connection stands, the handler runs in a task of its own.
public final class StreamReaderProtocol implements Protocol, Lender {
    private final EventLoop loop;
    private final StreamReader reader;
    private final @Nullable StreamHandler handler;
    private final List<Future<@Nullable Void>> drainWaiters = new ArrayList<>(1);
    private final List<Future<@Nullable Void>> closeWaiters = new ArrayList<>(1);
    private boolean overTls;
    private boolean paused;
    private boolean lost;
    private @Nullable Throwable lostBy;

    /// A protocol of the running loop for a connection this side makes.
    public StreamReaderProtocol(StreamReader reader) {
        this(reader, null);
    }

    /// A protocol of the running loop.
    ///
    /// @param handler serves the connection, or null when somebody else uses the reader
    public StreamReaderProtocol(StreamReader reader, @Nullable StreamHandler handler) {
        Objects.requireNonNull(reader, "reader");
        this.loop = EventLoop.running();
        this.reader = reader;
        this.handler = handler;
    }

    @Override
    public void connectionMade(Transport transport) {
        reader.setTransport(transport);
        overTls = !transport.canWriteEof();
        StreamHandler serving = handler;
        if (serving != null) {
            StreamWriter writer = new StreamWriter(transport, this, reader);
            Task<@Nullable Void> task = Task.create(loop, Coroutine.of(() -> {
                serving.handle(reader, writer);
                return null;
            }), null, null);
            task.addDoneCallback(done -> handled(done, transport));
        }
    }

    private void handled(Future<@Nullable Void> task, Transport transport) {
        if (task.isCancelled()) {
            transport.close();
            return;
        }
        Throwable failure = task.exception();
        if (failure != null) {
            loop.callExceptionHandler(ExceptionContext.of("Unhandled exception in client_connected_cb")
                    .withException(failure).with("transport", transport));
            transport.close();
        }
    }

    @Override
    public void dataReceived(byte[] data) {
        reader.feedOwned(data);
    }

    @Override
    public boolean comesForIt() {
        return reader.comesForIt();
    }

    @Override
    public @Nullable ByteBuffer lend() {
        return reader.lend();
    }

    @Override
    public void filled(int count) {
        reader.filled(count);
    }

    @Override
    public boolean eofReceived() {
        reader.feedEof();
        return !overTls; // TLS closes both directions
    }

    /// Whether a handler serves the connection, so that this side is the server.
    boolean serves() {
        return handler != null;
    }

    /// Hears that TLS has been put below.
    void replaceTransport(Transport transport) {
        overTls = !transport.canWriteEof();
        reader.replaceTransport(transport);
    }

    @Override
    public void connectionLost(@Nullable Throwable failure) {
        if (failure == null) {
            reader.feedEof();
        } else {
            reader.setException(failure);
        }
        lost = true;
        lostBy = failure;
        release(closeWaiters, failure);
        if (paused) {
            release(drainWaiters, failure);
        }
    }

    @Override
    public void pauseWriting() {
        paused = true;
    }

    @Override
    public void resumeWriting() {
        paused = false;
        release(drainWaiters, null);
    }

    private static void release(List<Future<@Nullable Void>> waiters, @Nullable Throwable failure) {
        for (Future<@Nullable Void> waiter : List.copyOf(waiters)) {
            if (waiter.isDone()) {
                continue;
            }
            if (failure == null) {
                waiter.setResult(null);
            } else {
                waiter.setException(failure);
            }
        }
    }

    /// Waits until writing is resumed.
    void drain(Object peer) throws Exception {
        if (lost) {
            throw new ConnectionResetException("drain failed: connection lost: " + peer);
        }
        if (!paused) {
            return;
        }
        join(drainWaiters);
    }

    /// Waits until the connection is lost. Several may wait, and a wait that is cancelled takes nothing away from the
    /// others.
    void waitClosed() throws Exception {
        if (!lost) {
            join(closeWaiters);
        } else if (lostBy != null) {
            throw Rethrow.sneaky(lostBy);
        }
    }

    private void join(List<Future<@Nullable Void>> waiters) throws Exception {
        Future<@Nullable Void> waiter = new Future<>(loop);
        waiters.add(waiter);
        try {
            waiter.await();
        } finally {
            waiters.remove(waiter);
        }
    }
}
