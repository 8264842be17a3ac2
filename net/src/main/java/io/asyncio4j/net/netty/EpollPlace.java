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

/// A descriptor's place in the set of the loop's own epoll. Loop-confined; made on the loop's own thread.
abstract sealed class EpollPlace implements Watch, EpollIoHandle permits EpollWatch, EdgeStream {
    static final int ERROR_OR_HANG_UP = 0x18;

    int wanted;
    @SuppressWarnings("NullAway.Init") // who is told, from when it enters
    WatchListener listener;
    private final Place descriptor;
    private final IoEventLoop loop;
    @SuppressWarnings("NullAway.Init") // it enters before anything else
    private IoRegistration registration;

    EpollPlace(NettyDriver driver, int descriptor) {
        this.descriptor = new Place(descriptor);
        this.loop = driver.netty();
    }

    /// What epoll is to report, in its own bits; 0 for nothing.
    abstract int asked();

    /// Takes the place, or takes it again. Leaves nothing behind when that is refused.
    void enter() throws IOException {
        registration = Registrations.register(loop, this);
        boolean entered = false;
        try {
            if (asked() != 0) {
                submit(asked());
            }
            entered = true;
        } finally {
            if (!entered) {
                registration.cancel();
            }
        }
    }

    /// Leaves the place to somebody else.
    void leave() {
        registration.cancel();
    }

    /// Raises for a descriptor that cannot be waited for.
    void submit(int events) {
        registration.submit(EpollIoOps.valueOf(events));
    }

    @Override
    public void handle(IoRegistration source, IoEvent event) {
        int reported = reported(event);
        int events = (reported & ERROR_OR_HANG_UP) != 0 ? wanted : reported & wanted;
        if (events != 0) {
            listener.ready(events);
        }
    }

    static int reported(IoEvent event) {
        return ((EpollIoEvent) event).ops().value();
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
