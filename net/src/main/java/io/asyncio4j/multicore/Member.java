package io.asyncio4j.multicore;

import io.asyncio4j.coroutine.Rethrow;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.TimerHandle;
import io.asyncio4j.multicore.LoopGroupOptions.Sharing;
import io.asyncio4j.runner.Runner;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.Task;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/// One loop of a [LoopGroup], on its thread. Thread-safe where other threads are named; the rest is the thread's own.
final class Member {
    private final LoopGroup group;
    private final Supplier<? extends Service> factory;
    private final Sharing sharing;
    private final @Nullable Member first;
    private final CompletableFuture<Service> started = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private final Thread thread;
    private volatile @Nullable EventLoop loop;
    private volatile @Nullable InetSocketAddress bound;
    private @Nullable Future<@Nullable Void> stopping;
    private @Nullable TimerHandle deadline;
    private @Nullable Task<?> main;

    /// @param first the first member, which listens already, or null if this is it
    Member(LoopGroup group, int number, Supplier<? extends Service> factory, Sharing sharing,
            @Nullable Member first) {
        this.group = group;
        this.factory = factory;
        this.sharing = sharing;
        this.first = first;
        this.thread = Thread.ofPlatform().name("asyncio-loop-" + number).unstarted(this::run);
    }

    // ---- what other threads call

    /// Starts the thread and waits until it serves.
    void start() throws Exception {
        thread.start();
        outcome(started);
    }

    private static void outcome(CompletableFuture<?> result) throws Exception {
        try {
            result.get();
        } catch (ExecutionException failed) {
            throw Rethrow.sneaky(Objects.requireNonNullElse(failed.getCause(), failed));
        }
    }

    Service service() {
        return started.join();
    }

    @Nullable InetSocketAddress listening() {
        return bound;
    }

    /// Has the loop hand its connections to these, from the return on; if it has failed meanwhile, the group knows.
    void handTo(List<Service> services) throws Exception {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        onLoop(() -> {
            try {
                service().handTo(services);
                done.complete(null);
            } catch (Throwable failure) {
                done.completeExceptionally(failure);
            }
        });
        outcome(CompletableFuture.anyOf(done, ended));
    }

    void stop(double drainSeconds) {
        onLoop(() -> stopHere(drainSeconds));
    }

    private void onLoop(Runnable action) {
        EventLoop there = loop;
        if (there != null && !there.isClosed()) {
            try {
                there.callSoonThreadsafe(action);
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
            ended.complete(null);
            group.ended();
        }
    }

    private void serve() throws Exception {
        EventLoop here = EventLoop.running();
        Future<@Nullable Void> stop = new Future<>(here);
        stopping = stop;
        main = Task.currentTask();
        loop = here;
        Service service = factory.get();
        bound = service.start(sharing, first == null ? null : first.listening());
        started.complete(service);
        stop.await();
        service.drain();
        if (first != null && sharing == Sharing.ONE_ACCEPTOR) {
            first.awaitEnd();
        }
        TimerHandle timer = deadline;
        if (timer != null) {
            timer.cancel();
        }
    }

    /// Waits on the loop of another member, so that what this one has handed to it comes before and finds it closed: nobody
    /// would close a connection that came later.
    private void awaitEnd() throws Exception {
        EventLoop there = EventLoop.running();
        Future<@Nullable Void> over = new Future<>(there);
        ended.whenComplete((_, _) -> there.callSoonThreadsafe(() -> over.setResult(null)));
        over.await();
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

    /// The time is up: every task but the one that waits for the connections is cancelled, and the rest is broken off.
    private void breakOff() {
        for (Task<?> task : Task.allTasks(EventLoop.running())) {
            if (task != main) {
                task.cancel();
            }
        }
        Service service = started.getNow(null);
        if (service != null) {
            service.abort();
        }
    }
}
