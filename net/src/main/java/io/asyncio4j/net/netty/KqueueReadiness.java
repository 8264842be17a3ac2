package io.asyncio4j.net.netty;

import io.asyncio4j.transport.spi.Readiness;
import io.asyncio4j.transport.spi.ReadinessListener;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.kqueue.KQueueIoEvent;
import io.netty.channel.kqueue.KQueueIoHandle;
import io.netty.channel.kqueue.KQueueIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;

/// Watches a descriptor by the loop's kqueue, level-triggered. Confined to the loop's own thread.
final class KqueueReadiness implements Readiness, KQueueIoHandle {
    private static final short READ_FILTER = -1;
    private static final short WRITE_FILTER = -2;
    private static final short ADD = 1;
    private static final short DELETE = 2;

    private final FileDescriptor descriptor;
    private final ReadinessListener listener;
    private final IoRegistration registration;
    private boolean wantsRead;
    private boolean wantsWrite;

    KqueueReadiness(IoEventLoop loop, FileDescriptor descriptor, ReadinessListener listener) throws IOException {
        this.descriptor = descriptor;
        this.listener = listener;
        this.registration = Registrations.register(loop, this);
    }

    @Override
    public int ident() {
        return descriptor.intValue();
    }

    @Override
    public void interest(boolean readable, boolean writable) {
        if (readable != wantsRead) {
            wantsRead = readable;
            registration.submit(KQueueIoOps.newOps(READ_FILTER, readable ? ADD : DELETE, 0));
        }
        if (writable != wantsWrite) {
            wantsWrite = writable;
            registration.submit(KQueueIoOps.newOps(WRITE_FILTER, writable ? ADD : DELETE, 0));
        }
    }

    @Override
    public void handle(IoRegistration source, IoEvent event) {
        short filter = ((KQueueIoEvent) event).filter();
        boolean readable = wantsRead && filter == READ_FILTER;
        boolean writable = wantsWrite && filter == WRITE_FILTER;
        if (readable || writable) {
            listener.ready(readable, writable);
        }
    }

    @Override
    public void cancel() {
        interest(false, false);
        registration.cancel();
    }

    @Override
    public void close() {
        // the owner closes the descriptor
    }
}
