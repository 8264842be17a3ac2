package io.asyncio4j.net.netty;

import io.asyncio4j.coroutine.Host;
import io.asyncio4j.transport.spi.Watch;
import io.asyncio4j.transport.spi.WatchListener;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.uring.IoUringIoEvent;
import io.netty.channel.uring.IoUringIoHandle;
import java.io.IOException;

/// A descriptor polled by the loop's io_uring. Loop-confined; made on the loop's own thread.
///
/// @implNote One request to poll is under way at a time, and it reports once. The next is made just before the loop polls
/// again: one made at once would report the same over and over before anybody has read. A request that waits for more than is
/// wanted by now stays, and one that waits for less is taken back; whatever that reports later is told by its number from the
/// current one. A request holds on to the file, so closing takes it back too.
final class IoUringWatch implements Watch, IoUringIoHandle {
    private static final int ERROR_OR_HANG_UP = 0x18;
    private static final int IDLE = -1;

    private final NettyDriver driver;
    private final int descriptor;
    private final WatchListener listener;
    private final IoRegistration registration;
    private int wanted;
    private int asked = IDLE; // what the request under way is for
    private long request;
    private int number;
    private boolean askingSoon;
    private boolean closed;

    IoUringWatch(NettyDriver driver, int descriptor, WatchListener listener) throws IOException {
        this.driver = driver;
        this.descriptor = descriptor;
        this.listener = listener;
        this.registration = Registrations.register(driver.netty(), this);
    }

    @Override
    public void want(int events) {
        wanted = events;
        askSoon();
    }

    private boolean isAsked() {
        return wanted == 0 || asked != IDLE && (asked & wanted) == wanted;
    }

    private void askSoon() {
        if (!askingSoon && !isAsked()) {
            askingSoon = true;
            driver.beforePoll(this::ask);
        }
    }

    private void ask() {
        askingSoon = false;
        if (closed || isAsked()) {
            return;
        }
        takeBack();
        asked = wanted;
        next();
        request = registration.submit(RingRequests.poll(descriptor, asked, number));
    }

    private void takeBack() {
        if (asked != IDLE) {
            asked = IDLE;
            next();
            registration.submit(RingRequests.cancel(request, number));
        }
    }

    private void next() {
        number = number == Short.MAX_VALUE ? 0 : number + 1; // small numbers travel without a map
    }

    @Override
    public void handle(IoRegistration source, IoEvent event) {
        IoUringIoEvent completion = (IoUringIoEvent) event;
        if (closed || completion.opcode() != RingRequests.POLL_ADD || completion.userData() != number) {
            return;
        }
        asked = IDLE;
        int reported = completion.res();
        int events = reported < 0 || (reported & ERROR_OR_HANG_UP) != 0 ? wanted : reported & wanted;
        askSoon();
        if (events != 0) {
            listener.ready(events);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Host.current().call(() -> {
                takeBack();
                registration.cancel();
            });
        }
    }
}
