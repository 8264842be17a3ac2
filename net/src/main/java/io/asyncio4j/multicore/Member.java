package io.asyncio4j.multicore;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.TimerHandle;
import io.asyncio4j.runner.Runner;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.Task;
import io.asyncio4j.transport.BaseProtocol;
import io.asyncio4j.transport.Connections;
import io.asyncio4j.transport.Server;
import io.asyncio4j.transport.ServerOptions;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/// One loop of a [LoopGroup], on its thread. Thread-safe where other threads are named; the rest is the thread's own.
final class Member {
    private final LoopGroup group;
    private final @Nullable String host;
    private final int port;
    private final Supplier<? extends BaseProtocol> factory;
    private final ServerOptions options;
    private final CompletableFuture<Server> started = new CompletableFuture<>();
    private final Thread thread;
    private volatile @Nullable EventLoop loop;
    private volatile @Nullable InetSocketAddress bound;
    private @Nullable Future<@Nullable Void> stopping;
    private @Nullable TimerHandle deadline;
    private @Nullable Task<?> main;

    /// @param host where it listens, or null if it is given connections
    Member(LoopGroup group, int number, @Nullable String host, int port, Supplier<? extends BaseProtocol> factory,
            ServerOptions options) {
        this.group = group;
        this.host = host;
        this.port = port;
        this.factory = factory;
        this.options = options;
        this.thread = Thread.ofPlatform().name("asyncio-loop-" + number).unstarted(this::run);
    }

    // ---- what other threads call

    /// Starts the thread and waits until it serves.
    void start() throws Exception {
        thread.start();
        try {
            started.get();
        } catch (ExecutionException notStarted) {
            if (notStarted.getCause() instanceof Exception reason) {
                throw reason;
            }
            throw notStarted;
        }
    }

    Server server() {
        return started.join();
    }

    @Nullable InetSocketAddress listening() {
        return bound;
    }

    /// Has the loop hand its connections to these, from the return on.
    void handTo(List<Server> servers) throws Exception {
        Server mine = server();
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        mine.getLoop().callSoonThreadsafe(() -> {
            mine.handTo(servers);
            done.complete(null);
        });
        done.get();
    }

    void stop(double drainSeconds) {
        EventLoop there = loop;
        if (there != null && !there.isClosed()) {
            try {
                there.callSoonThreadsafe(() -> stopHere(drainSeconds));
            } catch (IllegalStateException justClosed) {
                // it has stopped
            }
        }
    }

    void join() throws InterruptedException {
        if (thread == Thread.currentThread()) {
            throw new IllegalStateException("loop group cannot wait for the thread that waits: " + thread.getName()
                    + "; call stop() there");
        }
        thread.join();
    }

    // ---- on the thread

    private void run() {
        try (Runner runner = new Runner()) {
            runner.run(() -> {
                serve();
                return null;
            });
        } catch (Throwable failure) {
            if (!started.completeExceptionally(failure)) {
                group.failed(this, failure);
            }
        } finally {
            group.ended();
        }
    }

    private void serve() throws Exception {
        EventLoop here = EventLoop.running();
        Future<@Nullable Void> stop = new Future<>(here);
        stopping = stop;
        main = Task.currentTask();
        loop = here;
        Server server = Connections
                .createServer(factory, host == null ? List.of() : List.of(host), port, options).await();
        bound = server.sockets().isEmpty()
                ? null
                : (InetSocketAddress) server.sockets().getFirst().localAddress();
        started.complete(server);
        stop.await();
        server.close();
        server.waitClosed().await();
        TimerHandle timer = deadline;
        if (timer != null) {
            timer.cancel();
        }
    }

    private void stopHere(double drainSeconds) {
        EventLoop here = EventLoop.running();
        TimerHandle earlier = deadline;
        double end = here.time() + drainSeconds;
        if (earlier == null || end < earlier.when()) {
            if (earlier != null) {
                earlier.cancel();
            }
            deadline = here.callAt(end, this::breakOff);
        }
        Future<@Nullable Void> stop = stopping;
        if (stop != null && !stop.isDone()) {
            stop.setResult(null);
        }
    }

    /// The time is up: every task but the one that waits for the connections is cancelled, and the sockets are aborted.
    private void breakOff() {
        Server server = started.getNow(null);
        for (Task<?> task : Task.allTasks(EventLoop.running())) {
            if (task != main) {
                task.cancel();
            }
        }
        if (server != null) {
            server.abortClients();
        }
    }
}
