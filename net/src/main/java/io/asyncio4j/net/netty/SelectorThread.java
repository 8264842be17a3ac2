package io.asyncio4j.net.netty;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.transport.spi.Watch;
import io.asyncio4j.transport.spi.WatchListener;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/// Watches the JDK's channels for a loop whose poller cannot: the descriptors below them are not to be had.
///
/// Loop-confined, but for the thread itself. Each report costs two thread switches, about 10 to 60 microseconds; on a
/// loop with `-Dasyncio4j.io=nio` channels are watched by the loop's own selector at no such cost.
///
/// @implNote The thread takes back the interest it reports, and the loop asks for it again once it has heard: so a
/// channel is reported once for each time the loop has looked at it, as a level-triggered poller would.
final class SelectorThread {
    private static final Logger LOG = System.getLogger("io.asyncio4j.net");
    private static final long MILLIS_TO_END = 1000;

    private final EventLoop loop;
    private final Selector selector;
    private final Thread thread;

    SelectorThread(EventLoop loop) throws IOException {
        this.loop = loop;
        this.selector = Selector.open();
        this.thread = Thread.ofPlatform().daemon().name("asyncio4j-selector").start(this::select);
    }

    Watch watch(SelectableChannel channel, WatchListener listener) throws IOException {
        return new Eye(channel, listener);
    }

    private void select() {
        try {
            while (selector.isOpen()) {
                selector.select(this::report);
            }
        } catch (ClosedSelectorException _) {
            // the loop has been closed
        } catch (IOException failure) {
            LOG.log(Level.ERROR, "channels of the JDK are not watched any more", failure);
        }
    }

    private void report(SelectionKey key) {
        try {
            int ready = key.readyOps();
            key.interestOpsAnd(~ready);
            Eye eye = (Eye) key.attachment();
            loop.callSoonThreadsafe(() -> eye.ready(ready));
        } catch (IllegalStateException _) {
            // nobody wants to hear any more: the watch is cancelled or the loop closed
        }
    }

    /// Ends the thread.
    void close() {
        try {
            selector.close();
            thread.join(MILLIS_TO_END);
        } catch (IOException failure) {
            LOG.log(Level.WARNING, "closing a selector failed", failure);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Eye implements Watch {
        private final SelectableChannel channel;
        private final WatchListener listener;
        private final SelectionKey key;
        private int wanted;
        private boolean closed;

        Eye(SelectableChannel channel, WatchListener listener) throws IOException {
            this.channel = channel;
            this.listener = listener;
            SelectionKey stale = channel.keyFor(selector);
            if (stale != null) { // cancelled, and still there until the next selection
                selector.wakeup();
                while (channel.keyFor(selector) != null) {
                    Thread.onSpinWait();
                }
            }
            this.key = channel.register(selector, 0, this);
        }

        @Override
        public void want(int events) {
            wanted = NioWatch.operations(channel, events);
            arm();
        }

        private void arm() {
            try {
                if (!closed && key.interestOps() != wanted) {
                    key.interestOps(wanted);
                    selector.wakeup();
                }
            } catch (CancelledKeyException _) {
                // the channel has been closed
            }
        }

        private void ready(int operations) {
            int heard = operations & wanted;
            if (!closed && heard != 0) {
                listener.ready(NioWatch.events(heard));
            }
            loop.callSoon(this::arm); // after the callbacks that this has scheduled
        }

        @Override
        public void close() {
            closed = true;
            key.cancel();
            selector.wakeup();
        }
    }
}
