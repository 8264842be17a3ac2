package io.asyncio4j.socket;

import io.asyncio4j.context.Context;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.LoopLocal;
import io.asyncio4j.task.Future;
import io.asyncio4j.transport.spi.Networks;
import io.asyncio4j.transport.spi.Watch;
import io.asyncio4j.transport.spi.WatchListener;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.IdentityHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// Who waits for which channel of a loop: one reader and one writer each. Loop-confined.
final class Watches {
    private static final LoopLocal<Watches> OF_LOOP = new LoopLocal<>(Watches::new);

    private final EventLoop loop;
    private final Map<SelectableChannel, Eyes> channels = new IdentityHashMap<>();

    private Watches(EventLoop loop) {
        this.loop = loop;
    }

    static Watches of(EventLoop loop) {
        return OF_LOOP.get(loop);
    }

    /// Who is told when a channel is ready.
    sealed interface Waiting permits Callback, Operation {

        /// The channel is ready. Called during the poll.
        void ready();

        /// Somebody else waits from now on, or nobody.
        void dismiss(boolean replaced);
    }

    /// A callback of the program's, for as long as it is not removed.
    static final class Callback implements Waiting {
        private final EventLoop loop;
        private final Runnable callback;
        private final Context context = Context.copyContext();
        private boolean dismissed;

        Callback(EventLoop loop, Runnable callback) {
            this.loop = loop;
            this.callback = callback;
        }

        @Override
        public void ready() {
            loop.callSoon(this::call, context);
        }

        private void call() {
            if (!dismissed) {
                callback.run();
            }
        }

        @Override
        public void dismiss(boolean replaced) {
            dismissed = true;
        }
    }

    /// An operation that goes on when the channel is ready, as often as it has to wait.
    static final class Operation implements Waiting {
        private final String name;
        private final EventLoop loop;
        private Future<@Nullable Void> ready;

        Operation(String name, EventLoop loop) {
            this.name = name;
            this.loop = loop;
            this.ready = new Future<>(loop);
        }

        /// Completed when the channel is ready the next time.
        Future<@Nullable Void> next() {
            ready = new Future<>(loop);
            return ready;
        }

        @Override
        public void ready() {
            if (!ready.isDone()) {
                ready.setResult(null);
            }
        }

        @Override
        public void dismiss(boolean replaced) {
            if (replaced && !ready.isDone()) {
                ready.setException(new IllegalStateException(name + " has lost its channel to another operation or"
                        + " callback; let one at a time wait for a channel"));
            }
        }
    }

    private final class Eyes implements WatchListener {
        private final Watch watch;
        private @Nullable Waiting reader;
        private @Nullable Waiting writer;

        Eyes(SelectableChannel channel) throws IOException {
            this.watch = Networks.of(loop).watch(channel, this);
        }

        @Override
        public void ready(int events) {
            Waiting reads = reader;
            Waiting writes = writer;
            if ((events & Watch.READ) != 0 && reads != null) {
                reads.ready();
            }
            if ((events & Watch.WRITE) != 0 && writes != null) {
                writes.ready();
            }
        }

        void updateInterest() {
            watch.want((reader != null ? Watch.READ : 0) | (writer != null ? Watch.WRITE : 0));
        }
    }

    /// Lets `waiting` wait for the channel, in place of whoever does.
    void add(SelectableChannel channel, boolean toRead, Waiting waiting) throws IOException {
        refuseBlocking(channel);
        Eyes eyes = channels.get(channel);
        if (eyes == null) {
            eyes = new Eyes(channel);
            channels.put(channel, eyes);
        }
        Waiting before = toRead ? eyes.reader : eyes.writer;
        if (toRead) {
            eyes.reader = waiting;
        } else {
            eyes.writer = waiting;
        }
        if (before != waiting) {
            if (before != null) {
                before.dismiss(true);
            }
            eyes.updateInterest();
        }
    }

    /// Lets nobody wait any more.
    ///
    /// @param waiting who is to stop, unless somebody else has come in its place; null for whoever waits
    /// @return whether anybody did
    boolean remove(SelectableChannel channel, boolean toRead, @Nullable Waiting waiting) {
        Eyes eyes = channels.get(channel);
        Waiting there = eyes == null ? null : toRead ? eyes.reader : eyes.writer;
        if (eyes == null || there == null || waiting != null && there != waiting) {
            return false;
        }
        if (toRead) {
            eyes.reader = null;
        } else {
            eyes.writer = null;
        }
        there.dismiss(waiting == null);
        if (eyes.reader == null && eyes.writer == null) {
            channels.remove(channel);
            eyes.watch.close();
        } else {
            eyes.updateInterest();
        }
        return true;
    }

    static void refuseBlocking(SelectableChannel channel) {
        if (channel.isBlocking()) {
            throw new IllegalArgumentException(
                    "channel is blocking: " + channel + "; call configureBlocking(false) first");
        }
    }
}
