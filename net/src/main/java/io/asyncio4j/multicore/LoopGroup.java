package io.asyncio4j.multicore;

import io.asyncio4j.coroutine.Rethrow;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.multicore.LoopGroupOptions.Sharing;
import io.asyncio4j.runner.Runner;
import io.asyncio4j.stream.StreamHandler;
import io.asyncio4j.stream.StreamReader;
import io.asyncio4j.stream.StreamReaderProtocol;
import io.asyncio4j.task.Future;
import io.asyncio4j.transport.BaseProtocol;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/// A server on several cores: a loop on a thread of its own for each, one address for all. A connection lives on one loop;
/// what connections share must be safe for several threads.
///
/// Thread-safe. It starts when it is made, and stops when it is closed, when it is told to, or when one of its loops fails.
///
/// ```java
/// try (LoopGroup group = LoopGroup.startServer(handler, "127.0.0.1", 8080, LoopGroupOptions.DEFAULT)) {
///     group.join();    // until Ctrl-C, stop() from another thread, or a failure
/// }
/// ```
///
/// @implNote States, each loop's by its member, the group's by all of them:
///
/// | state    | meaning | left by |
/// |----------|---------|---------|
/// | STARTING | the constructor waits until every loop listens | all listen; a failure stops the others and is thrown |
/// | SERVING  | accepts | stop; a loop that fails stops the others |
/// | DRAINING | accepts nothing, connections go on | the last is lost; the time is up: tasks cancelled, sockets aborted |
/// | STOPPED  | every thread has ended | - |
public final class LoopGroup implements AutoCloseable {
    private final LoopGroupOptions options;
    private final List<Member> members = new CopyOnWriteArrayList<>();
    private final CountDownLatch running;
    private final CompletableFuture<@Nullable Void> stopped = new CompletableFuture<>();
    private @Nullable Throwable failure;

    private LoopGroup(LoopGroupOptions options) {
        this.options = options;
        this.running = new CountDownLatch(options.loops());
    }

    /// Serves streams: `handler` runs in a task of its own for every connection, on the connection's loop.
    ///
    /// @param port 0 for any that is free; [#address()] says which
    /// @throws java.net.BindException when the address is taken
    public static LoopGroup startServer(StreamHandler handler, String host, int port, LoopGroupOptions options)
            throws Exception {
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(options, "options");
        return createServer(() -> new StreamReaderProtocol(new StreamReader(options.limit()), handler), host, port,
                options);
    }

    /// Serves protocols.
    ///
    /// @param factory makes a protocol for every connection, on the connection's loop
    /// @param port 0 for any that is free; [#address()] says which
    /// @throws java.net.BindException when the address is taken
    public static LoopGroup createServer(Supplier<? extends BaseProtocol> factory, String host, int port,
            LoopGroupOptions options) throws Exception {
        Objects.requireNonNull(factory, "factory");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(options, "options");
        return start(() -> new ProtocolService(factory, host, port, options.server()), options);
    }

    /// Serves anything: each loop runs a service of its own.
    ///
    /// @param factory makes a service for every loop, on that loop
    /// @param options of which a service may ignore `server` and `limit`
    /// @throws Exception what a service failed to start with; nothing is left running then
    public static LoopGroup start(Supplier<? extends Service> factory, LoopGroupOptions options) throws Exception {
        Objects.requireNonNull(factory, "factory");
        Objects.requireNonNull(options, "options");
        LoopGroup group = new LoopGroup(options);
        try {
            group.start(factory);
        } catch (Throwable notStarted) {
            group.stop(0);
            group.awaitThreads();
            throw notStarted;
        }
        return group;
    }

    private void start(Supplier<? extends Service> factory) throws Exception {
        Sharing sharing = options.loops() > 1 ? options.sharing() : Sharing.ONE_ACCEPTOR;
        for (int i = 0; i < options.loops(); i++) {
            Member member = new Member(this, i, factory, sharing, i == 0 ? null : members.getFirst());
            members.add(member);
            member.start();
            address(); // refuses a first one without
        }
        if (sharing == Sharing.ONE_ACCEPTOR && options.loops() > 1) {
            members.getFirst().handTo(members.stream().map(Member::service).toList());
        }
        throwFailure();
    }

    // ---- for its members

    void failed(Member member, Throwable cause) {
        synchronized (this) {
            if (failure == null) {
                failure = cause;
            } else if (failure != cause) {
                failure.addSuppressed(cause);
            }
        }
        stop(options.drainSeconds());
    }

    void ended() {
        running.countDown();
        if (running.getCount() == 0) {
            Throwable cause = failure();
            if (cause == null) {
                stopped.complete(null);
            } else {
                stopped.completeExceptionally(cause);
            }
        }
    }

    // ---- for programs

    /// Where it serves.
    public InetSocketAddress address() {
        InetSocketAddress bound = members.getFirst().listening();
        if (bound == null) {
            throw new IllegalStateException("loop group has no address: its first service does not listen; "
                    + "return its address from start");
        }
        return bound;
    }

    /// How many loops it has.
    public int loops() {
        return options.loops();
    }

    /// What made a loop fail, or null.
    public synchronized @Nullable Throwable failure() {
        return failure;
    }

    /// Whether every loop has ended.
    public boolean isStopped() {
        return running.getCount() == 0;
    }

    /// Stops: accepts nothing more, lets connections go on for the time of the options, then cancels the tasks of the loops
    /// and breaks off what is left. Returns at once; [#join] waits. From any thread, also the loops'.
    public void stop() {
        stop(options.drainSeconds());
    }

    /// As [#stop()] with another time to drain, in seconds; a shorter one replaces a longer one that runs.
    public void stop(double drainSeconds) {
        members.forEach(member -> member.stop(drainSeconds));
    }

    /// Waits until every loop has ended, and throws what made one fail. On the main thread Ctrl-C stops the group in order,
    /// and is then thrown as [io.asyncio4j.loop.KeyboardInterrupt]; a second one ends the JVM.
    ///
    /// @throws IllegalStateException on a thread that runs a loop
    public void join() throws Exception {
        if (EventLoop.runningOrNull() != null) {
            throw new IllegalStateException("loop group cannot be joined on a thread that runs a loop: "
                    + Thread.currentThread().getName() + "; join it on another thread");
        }
        try (Runner runner = new Runner(null, EventLoop::new)) {
            runner.run(() -> {
                EventLoop loop = EventLoop.running();
                Future<@Nullable Void> end = new Future<>(loop);
                stopped.whenComplete((_, _) -> loop.callSoonThreadsafe(() -> {
                    if (!end.isDone()) {
                        end.setResult(null);
                    }
                }));
                return end.await();
            });
        } catch (Throwable interrupted) {
            stop();
            try {
                awaitThreads();
            } catch (InterruptedException again) {
                stop(0);
            }
            throw interrupted;
        }
        throwFailure();
    }

    private void throwFailure() {
        Throwable cause = failure();
        if (cause != null) {
            throw Rethrow.sneaky(cause);
        }
    }

    private void awaitThreads() throws InterruptedException {
        for (Member member : members) {
            member.join();
        }
    }

    /// Stops, waits until every loop has ended, and throws what made one fail. Safe from any thread but the loops' own.
    @Override
    public void close() {
        stop();
        try {
            awaitThreads();
        } catch (InterruptedException interrupted) {
            stop(0);
            Thread.currentThread().interrupt();
            return;
        }
        throwFailure();
    }

    @Override
    public String toString() {
        return "LoopGroup[" + (isStopped() ? "stopped" : "running") + ", loops=" + options.loops() + ", sharing="
                + options.sharing() + "]";
    }
}
