package io.asyncio4j.net.netty;

import io.asyncio4j.coroutine.Host;
import io.asyncio4j.transport.spi.Watch;
import io.asyncio4j.transport.spi.WatchListener;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.uring.IoUringIoEvent;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.channel.uring.IoUringIoOps;
import org.jspecify.annotations.Nullable;

/// A descriptor polled by the loop's io_uring. Loop-confined.
///
/// @implNote One request to poll is under way at a time, and it reports once. The next is made by a step of the loop, so
/// that it comes after what the listener has scheduled: one made at once would report the same again before anybody has
/// read. A request holds on to the file, so closing takes it back first; whatever it reports later is told by its number
/// from the current one.
final class IoUringWatch implements Watch, IoUringIoHandle {
    private static final byte POLL_ADD = 6;
    private static final byte ASYNC_CANCEL = 14;
    private static final byte NO_FLAGS = 0;
    private static final short NONE = 0;

    private final NettyDriver driver;
    private final int descriptor;
    private final WatchListener listener;
    private @Nullable IoRegistration registration;
    private int wanted;
    private int asked; // what the request under way is for; 0 for none
    private long request;
    private int number;
    private boolean askingSoon;
    private boolean closed;

    IoUringWatch(NettyDriver driver, int descriptor, WatchListener listener) {
        this.driver = driver;
        this.descriptor = descriptor;
        this.listener = listener;
    }

    @Override
    public void want(int events) {
        if (events != wanted && !closed) {
            wanted = events;
            Host.current().call(this::ask);
        }
    }

    private void ask() {
        if (asked == wanted) {
            return;
        }
        takeBack();
        if (wanted == 0) {
            return;
        }
        IoRegistration there = registration;
        if (there == null) {
            there = Watches.register(driver, this);
            registration = there;
        }
        asked = wanted;
        next();
        request = there.submit(new IoUringIoOps(POLL_ADD, NO_FLAGS, NONE, descriptor, 0L, 0L, 0, asked,
                (long) number, NONE, NONE, 0, 0L));
    }

    private void takeBack() {
        if (asked != 0 && registration != null) {
            asked = 0;
            next();
            registration.submit(new IoUringIoOps(ASYNC_CANCEL, NO_FLAGS, NONE, -1, 0L, request, 0, 0,
                    (long) number, NONE, NONE, 0, 0L));
        }
    }

    private void next() {
        number = number == Short.MAX_VALUE ? 0 : number + 1; // small numbers travel without a map
    }

    @Override
    public void handle(IoRegistration from, IoEvent event) {
        IoUringIoEvent completion = (IoUringIoEvent) event;
        if (closed || completion.opcode() != POLL_ADD || completion.userData() != number) {
            return;
        }
        asked = 0;
        if (completion.res() > 0 && wanted != 0) {
            listener.ready(completion.res());
        }
        if (wanted != 0 && !askingSoon) {
            askingSoon = true;
            driver.loop().schedule(_ -> askAgain());
        }
    }

    private void askAgain() {
        askingSoon = false;
        if (!closed) {
            ask();
        }
    }

    @Override
    public void close() {
        if (!closed) {
            wanted = 0;
            closed = true;
            Host.current().call(() -> {
                takeBack();
                if (registration != null) {
                    registration.cancel();
                }
            });
        }
    }
}
