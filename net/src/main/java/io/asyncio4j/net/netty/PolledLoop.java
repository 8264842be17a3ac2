package io.asyncio4j.net.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.Promise;
import io.netty.util.internal.ThreadExecutorMap;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/// Netty's event loop, run by hand on the thread of ours, with a wake-up that cannot be lost and an owner that can change.
///
/// Confined to its owning thread, except [#wake()] and [#execute], which any thread may call.
///
/// @implNote Netty's own `ManualIoEventLoop` is bound to one thread for good, so a loop could not be closed by another
/// one than ran it. A wake-up that comes before the poll has gone to sleep finds Netty awake and does nothing there. So it is
/// noted first, and Netty asks [Patience#canBlock()] after it has announced that it will sleep: one of the two sees the
/// other.
///
/// A number of a descriptor is somebody else's as soon as it is closed. So whoever wakes the handler counts in `wakers`, and
/// the end waits until they have left; and the end is itself a waker, because Netty waits for the kernel's read of a wake-up
/// that is under way and only cancels one of none: the kernel may not have looked the number up by then, and would read
/// eight bytes from whoever has it next, into memory that is free.
final class PolledLoop extends AbstractScheduledEventExecutor implements IoEventLoop {
    private static final int POLLS_TO_SHUT_DOWN = 1000;

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Promise<@Nullable Void> terminated = new DefaultPromise<>(GlobalEventExecutor.INSTANCE);
    private final Patience patience = new Patience();
    private final IoHandler handler;
    private final UnaryOperator<IoRegistration> registrations;
    // Who is waking the handler; negative when nobody may any more.
    private final AtomicInteger wakers = new AtomicInteger();
    private volatile @Nullable Thread owner;
    private volatile boolean woken;
    private volatile boolean shuttingDown;
    private boolean initialized;

    @SuppressWarnings("this-escape") // the handler only keeps it
    PolledLoop(Thread owner, IoHandlerFactory handlers, UnaryOperator<IoRegistration> registrations) {
        this.owner = owner;
        this.registrations = registrations;
        this.handler = handlers.newHandler(this);
    }

    /// Makes the calling thread the owner. The old owner must not run the loop any more.
    void move() {
        owner = Thread.currentThread();
    }

    // ---- running

    /// Waits for I/O at most so long and handles what there is; nothing after the end.
    ///
    /// @param nanos 0 does not wait, less than 0 waits without end
    void poll(long nanos) {
        if (shuttingDown) {
            return; // the handler's descriptor and memory are somebody else's
        }
        patience.nanos = nanos;
        EventExecutor before = ThreadExecutorMap.setCurrentExecutor(this);
        try {
            if (!initialized) {
                initialized = true;
                handler.initialize();
            }
            handler.run(patience);
            runTasks();
        } finally {
            ThreadExecutorMap.setCurrentExecutor(before);
        }
        if (nanos != 0) {
            woken = false;
        }
    }

    private boolean runTasks() {
        fetchFromScheduledTaskQueue(tasks);
        boolean any = false;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            safeExecute(task);
            any = true;
        }
        return any;
    }

    /// Makes a poll that waits, or the next one that would, return soon.
    void wake() {
        woken = true;
        wakeHandler();
    }

    private void wakeHandler() {
        try {
            if (wakers.incrementAndGet() > 0) {
                handler.wakeup();
            }
        } finally {
            wakers.decrementAndGet();
        }
    }

    /// From here on there are no wakers.
    private void awaitWakers() {
        wakers.addAndGet(Integer.MIN_VALUE);
        while (wakers.get() != Integer.MIN_VALUE) {
            Thread.yield(); // each makes one system call that does not wait
        }
    }

    /// As somebody from outside would: a handler ignores the owner.
    private void wakeFromOutside() {
        Thread self = owner;
        owner = null;
        handler.wakeup();
        owner = self;
    }

    /// How long a poll may wait. Asked by the handler.
    private final class Patience implements IoHandlerContext {
        private long nanos;

        @Override
        public boolean canBlock() {
            return nanos != 0 && !woken && tasks.isEmpty() && !hasScheduledTasks();
        }

        @Override
        public long delayNanos(long now) {
            return nanos == 0 ? 0 : Math.min(PolledLoop.this.delayNanos(now, longest()), longest());
        }

        @Override
        public long deadlineNanos() {
            long scheduled = nextScheduledTaskDeadlineNanos();
            if (nanos < 0) {
                return scheduled;
            }
            long now = ticker().nanoTime();
            return scheduled == -1 || scheduled - now > nanos ? now + nanos : scheduled;
        }

        private long longest() {
            return nanos < 0 ? Long.MAX_VALUE : nanos;
        }
    }

    // ---- the end

    /// Closes what is registered, and the handler. Owner only.
    void destroy() {
        if (shuttingDown) {
            return;
        }
        shuttingDown = true;
        EventExecutor before = ThreadExecutorMap.setCurrentExecutor(this);
        try {
            if (!initialized) {
                initialized = true;
                handler.initialize();
            }
            int polls = 0;
            do {
                runTasks();
                handler.prepareToDestroy();
            } while (runTasks() && ++polls < POLLS_TO_SHUT_DOWN);
            cancelScheduledTasks();
        } finally {
            try {
                awaitWakers();
                wakeFromOutside();
                handler.destroy();
                runTasks();
            } finally {
                ThreadExecutorMap.setCurrentExecutor(before);
                terminated.trySuccess(null);
                runTasks(); // which came before that; later ones are refused
            }
        }
    }

    @Override
    public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
        throw new UnsupportedOperationException("shutdown of a loop's Netty is not Netty's to do; close the loop");
    }

    @Override
    @Deprecated
    public void shutdown() {
        shutdownGracefully(0, 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public Future<?> terminationFuture() {
        return terminated;
    }

    @Override
    public boolean isShuttingDown() {
        return shuttingDown;
    }

    @Override
    public boolean isShutdown() {
        return terminated.isDone();
    }

    @Override
    public boolean isTerminated() {
        return terminated.isDone();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return terminated.await(timeout, unit);
    }

    // ---- what Netty asks of a loop

    @Override
    public void execute(Runnable task) {
        if (!isShutdown()) {
            tasks.add(task);
            if (!isShutdown() || !tasks.remove(task)) { // in the last case it has been run
                if (!inEventLoop()) {
                    wakeHandler();
                }
                return;
            }
        }
        throw new RejectedExecutionException("task came after the network was closed: " + task);
    }

    @Override
    public boolean inEventLoop(Thread thread) {
        return owner == thread;
    }

    @Override
    public IoEventLoop next() {
        return this;
    }

    @Override
    public @Nullable IoEventLoopGroup parent() {
        return null;
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> kind) {
        return handler.isCompatible(kind);
    }

    @Override
    public boolean isIoType(Class<? extends IoHandler> kind) {
        return handler.getClass().equals(kind);
    }

    @Override
    public Future<IoRegistration> register(IoHandle handle) {
        Promise<IoRegistration> promise = newPromise();
        if (inEventLoop()) {
            register(handle, promise);
        } else {
            execute(() -> register(handle, promise));
        }
        return promise;
    }

    private void register(IoHandle handle, Promise<IoRegistration> promise) {
        try {
            if (shuttingDown) {
                throw new IOException(
                        "register descriptor failed: the network of its loop is closed; use a loop that is"
                                + " open");
            }
            promise.setSuccess(registrations.apply(handler.register(handle)));
        } catch (Exception failure) {
            promise.setFailure(failure);
        }
    }

    @Override
    @Deprecated
    public ChannelFuture register(Channel channel) {
        return register(new DefaultChannelPromise(channel, this));
    }

    @Override
    @Deprecated
    public ChannelFuture register(ChannelPromise promise) {
        return register(promise.channel(), promise);
    }

    @Override
    @Deprecated
    public ChannelFuture register(Channel channel, ChannelPromise promise) {
        channel.unsafe().register(this, promise);
        return promise;
    }
}
