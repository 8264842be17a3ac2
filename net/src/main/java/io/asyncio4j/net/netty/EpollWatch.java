package io.asyncio4j.net.netty;

import io.asyncio4j.coroutine.Host;
import io.asyncio4j.transport.spi.WatchListener;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import java.io.IOException;

/// A descriptor that is watched by levels. Loop-confined; made on the loop's own thread.
///
/// @implNote While nothing is wanted a failure or a hang-up is reported once and not for ever; see [KeptRegistration]. The bits
/// of a watch are epoll's.
final class EpollWatch extends EpollPlace {
    private final WatchListener listener;
    private int wanted;

    EpollWatch(NettyDriver driver, int descriptor, WatchListener listener) throws IOException {
        super(driver, descriptor);
        this.listener = listener;
        enter();
    }

    @Override
    int reported() {
        return wanted;
    }

    @Override
    void forgetWanted() {
        wanted = 0;
    }

    @Override
    public void want(int events) {
        if (events != wanted) {
            Host.current().call(() -> submit(events));
            wanted = events;
        }
    }

    @Override
    public void handle(IoRegistration source, IoEvent event) {
        int reported = ((EpollIoEvent) event).ops().value();
        int events = (reported & ERROR_OR_HANG_UP) != 0 ? wanted : reported & wanted;
        if (events != 0) {
            listener.ready(events);
        }
    }
}
