package io.asyncio4j.net.netty;

import io.asyncio4j.coroutine.Host;
import io.asyncio4j.transport.spi.Watch;
import io.asyncio4j.transport.spi.WatchListener;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;

/// A descriptor in the loop's own epoll. Loop-confined; made on the loop's own thread.
///
/// @implNote Level-triggered, but while nothing is wanted: then a failure or a hang-up is reported once and not for ever; see
/// [KeptRegistration]. The bits of [Watch] are epoll's.
final class EpollWatch implements Watch, EpollIoHandle {
    private static final int ERROR_OR_HANG_UP = 0x18;

    private final Place descriptor;
    private final WatchListener listener;
    private final IoEventLoop loop;
    private IoRegistration registration;
    private int wanted;

    EpollWatch(NettyDriver driver, int descriptor, WatchListener listener) throws IOException {
        this.descriptor = new Place(descriptor);
        this.listener = listener;
        this.loop = driver.netty();
        this.registration = Registrations.register(loop, this);
    }

    /// Leaves the descriptor's place in the set to somebody else.
    void leave() {
        registration.cancel();
    }

    /// Takes the place again, for what is wanted now.
    void comeBack() throws IOException {
        registration = Registrations.register(loop, this);
        if (wanted != 0) {
            registration.submit(EpollIoOps.valueOf(wanted));
        }
    }

    @Override
    public void want(int events) {
        if (events != wanted) {
            Host.current().call(() -> registration.submit(EpollIoOps.valueOf(events))); // raises for what cannot be waited for
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

    @Override
    public FileDescriptor fd() {
        return descriptor;
    }

    @Override
    public void close() {
        wanted = 0;
        Host.current().call(registration::cancel);
    }

    /// The kernel forgets a descriptor when it is closed, so it need not be told to.
    @Override
    public void closeWith(Runnable closing) {
        wanted = 0;
        Host.current().call(() -> {
            closing.run();
            descriptor.markClosed();
            registration.cancel();
        });
    }

    /// What Netty knows of the descriptor, which is not its to close.
    private static final class Place extends FileDescriptor {
        Place(int descriptor) {
            super(descriptor);
        }

        @Override
        protected boolean markClosed() {
            return super.markClosed();
        }
    }
}
