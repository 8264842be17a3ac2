package io.asyncio4j.net.netty;

import io.asyncio4j.transport.spi.Readiness;
import io.asyncio4j.transport.spi.ReadinessListener;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;

/// Watches a descriptor by the loop's epoll. Confined to the loop's own thread.
///
/// @implNote Level-triggered, but while nothing is wanted; see [KeptRegistration].
final class EpollReadiness implements Readiness, EpollIoHandle {
    private static final int IN = 0x1;
    private static final int OUT = 0x4;
    private static final int ERROR_OR_HANG_UP = 0x18;

    private final FileDescriptor descriptor;
    private final ReadinessListener listener;
    private final IoRegistration registration;
    private EpollIoOps wanted = EpollIoOps.NONE;

    EpollReadiness(IoEventLoop loop, FileDescriptor descriptor, ReadinessListener listener) throws IOException {
        this.descriptor = descriptor;
        this.listener = listener;
        this.registration = Registrations.register(loop, this);
    }

    @Override
    public FileDescriptor fd() {
        return descriptor;
    }

    @Override
    public void interest(boolean readable, boolean writable) {
        EpollIoOps ops = EpollIoOps.NONE;
        if (readable) {
            ops = ops.with(EpollIoOps.EPOLLIN);
        }
        if (writable) {
            ops = ops.with(EpollIoOps.EPOLLOUT);
        }
        if (!ops.equals(wanted)) {
            wanted = ops;
            registration.submit(ops);
        }
    }

    @Override
    public void handle(IoRegistration source, IoEvent event) {
        int ops = ((EpollIoEvent) event).ops().value();
        boolean any = (ops & ERROR_OR_HANG_UP) != 0;
        boolean readable = wanted.contains(EpollIoOps.EPOLLIN) && (any || (ops & IN) != 0);
        boolean writable = wanted.contains(EpollIoOps.EPOLLOUT) && (any || (ops & OUT) != 0);
        if (readable || writable) {
            listener.ready(readable, writable);
        }
    }

    @Override
    public void cancel() {
        wanted = EpollIoOps.NONE;
        registration.cancel();
    }

    @Override
    public void close() {
        // the owner closes the descriptor
    }
}
