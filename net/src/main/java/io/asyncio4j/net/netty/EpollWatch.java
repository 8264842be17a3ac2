package io.asyncio4j.net.netty;

import io.asyncio4j.coroutine.Host;
import io.asyncio4j.transport.spi.WatchListener;
import java.io.IOException;

/// A descriptor that is watched by levels. Loop-confined; made on the loop's own thread.
///
/// @implNote While nothing is wanted a failure or a hang-up is reported once and not for ever; see [KeptRegistration]. The bits
/// of a watch are epoll's.
final class EpollWatch extends EpollPlace {
    EpollWatch(NettyDriver driver, int descriptor, WatchListener listener) throws IOException {
        super(driver, descriptor);
        this.listener = listener;
        enter();
    }

    @Override
    int asked() {
        return wanted;
    }

    @Override
    public void want(int events) {
        if (events != wanted) {
            Host.current().call(() -> submit(events));
            wanted = events;
        }
    }
}
