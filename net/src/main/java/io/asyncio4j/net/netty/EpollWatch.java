package io.asyncio4j.net.netty;

import io.asyncio4j.coroutine.Host;
import io.asyncio4j.transport.spi.Watch;
import io.asyncio4j.transport.spi.WatchListener;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import org.jspecify.annotations.Nullable;

/// A descriptor in the loop's own epoll. Loop-confined.
///
/// @implNote The kernel reports failures and hang-ups of a descriptor that is registered for nothing, again and again. So
/// nothing wanted means not registered. An event of a registration that has ended meanwhile is one of the same descriptor:
/// it is passed on if anything is wanted, as the listener finds out what there is.
final class EpollWatch implements Watch, EpollIoHandle {
    private final NettyDriver driver;
    private final FileDescriptor descriptor;
    private final WatchListener listener;
    private @Nullable IoRegistration registration;
    private int wanted;

    EpollWatch(NettyDriver driver, int descriptor, WatchListener listener) {
        this.driver = driver;
        this.descriptor = new FileDescriptor(descriptor);
        this.listener = listener;
    }

    @Override
    public void want(int events) {
        if (events != wanted) {
            wanted = events;
            Host.current().call(this::register);
        }
    }

    private void register() {
        IoRegistration there = registration;
        if (wanted == 0) {
            if (there != null) {
                registration = null;
                there.cancel();
            }
            return;
        }
        if (there == null) {
            there = Watches.register(driver, this);
            registration = there;
        }
        there.submit(EpollIoOps.valueOf(wanted));
    }

    @Override
    public void handle(IoRegistration from, IoEvent event) {
        if (wanted != 0) {
            listener.ready(((EpollIoEvent) event).ops().value());
        }
    }

    @Override
    public FileDescriptor fd() {
        return descriptor;
    }

    @Override
    public void close() {
        want(0);
    }
}
