package io.asyncio4j.net.netty;

import io.asyncio4j.coroutine.Host;
import io.asyncio4j.transport.spi.Watch;
import io.asyncio4j.transport.spi.WatchListener;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.kqueue.KQueueIoEvent;
import io.netty.channel.kqueue.KQueueIoHandle;
import io.netty.channel.kqueue.KQueueIoOps;
import java.io.IOException;

/// A descriptor in the loop's own kqueue, level-triggered. Loop-confined; made on the loop's own thread.
final class KqueueWatch implements Watch, KQueueIoHandle {
    private static final short READ_FILTER = -1;
    private static final short WRITE_FILTER = -2;
    private static final short ADD = 1;
    private static final short DELETE = 2;

    private final int descriptor;
    private final WatchListener listener;
    private final IoRegistration registration;
    private int wanted;

    KqueueWatch(NettyDriver driver, int descriptor, WatchListener listener) throws IOException {
        this.descriptor = descriptor;
        this.listener = listener;
        this.registration = Registrations.register(driver.netty(), this);
    }

    @Override
    public int ident() {
        return descriptor;
    }

    @Override
    public void want(int events) {
        int changed = wanted ^ events;
        wanted = events;
        if (changed != 0) {
            Host.current().call(() -> {
                submit(READ_FILTER, READ, changed, events);
                submit(WRITE_FILTER, WRITE, changed, events);
            });
        }
    }

    private void submit(short filter, int bit, int changed, int events) {
        if ((changed & bit) != 0) {
            registration.submit(KQueueIoOps.newOps(filter, (events & bit) != 0 ? ADD : DELETE, 0));
        }
    }

    @Override
    public void handle(IoRegistration source, IoEvent event) {
        int events = wanted & (((KQueueIoEvent) event).filter() == READ_FILTER ? READ : WRITE);
        if (events != 0) {
            listener.ready(events);
        }
    }

    @Override
    public void close() {
        want(0);
        Host.current().call(registration::cancel);
    }
}
