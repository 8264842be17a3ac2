package io.asyncio4j.net.netty;

import io.asyncio4j.transport.spi.Readiness;
import io.asyncio4j.transport.spi.ReadinessListener;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.uring.IoUringIoEvent;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.channel.uring.IoUringIoOps;
import java.io.IOException;

/// Watches a descriptor by poll requests of the loop's io_uring. Confined to the loop's own thread.
///
/// @implNote A request reports once and is made again after it has been heard, so the watch is level-triggered. One that
/// has become unwanted stays and is ignored when it reports; at the end it is taken back, because it keeps the socket
/// open.
final class IoUringReadiness implements Readiness, IoUringIoHandle {
    private static final byte POLL_ADD = 6;
    private static final byte ASYNC_CANCEL = 14;
    private static final int POLL_IN = 0x1;
    private static final int POLL_OUT = 0x4;
    private static final short READ = 1;
    private static final short WRITE = 2;
    private static final short CANCEL = 3;

    private final FileDescriptor descriptor;
    private final ReadinessListener listener;
    private final IoRegistration registration;
    private boolean wantsRead;
    private boolean wantsWrite;
    private long readRequest;
    private long writeRequest;

    IoUringReadiness(IoEventLoop loop, FileDescriptor descriptor, ReadinessListener listener) throws IOException {
        this.descriptor = descriptor;
        this.listener = listener;
        this.registration = Registrations.register(loop, this);
    }

    @Override
    public void interest(boolean readable, boolean writable) {
        wantsRead = readable;
        wantsWrite = writable;
        request();
    }

    private void request() {
        if (wantsRead && readRequest == 0) {
            readRequest = poll(POLL_IN, READ);
        }
        if (wantsWrite && writeRequest == 0) {
            writeRequest = poll(POLL_OUT, WRITE);
        }
    }

    private long poll(int mask, short tag) {
        return registration.submit(new IoUringIoOps(POLL_ADD, (byte) 0, (short) 0, descriptor.intValue(), 0, 0, 0,
                mask, (long) tag, (short) 0, (short) 0, 0, 0));
    }

    @Override
    public void handle(IoRegistration source, IoEvent event) {
        long tag = ((IoUringIoEvent) event).userData();
        if (tag == READ) {
            readRequest = 0;
            if (wantsRead) {
                listener.ready(true, false);
            }
        } else if (tag == WRITE) {
            writeRequest = 0;
            if (wantsWrite) {
                listener.ready(false, true);
            }
        }
        request();
    }

    @Override
    public void cancel() {
        wantsRead = false;
        wantsWrite = false;
        takeBack(readRequest);
        takeBack(writeRequest);
        registration.cancel();
    }

    private void takeBack(long request) {
        if (request != 0) {
            registration.submit(new IoUringIoOps(ASYNC_CANCEL, (byte) 0, (short) 0, -1, 0, request, 0, 0,
                    (long) CANCEL, (short) 0, (short) 0, 0, 0));
        }
    }

    @Override
    public void close() {
        // the owner closes the descriptor
    }
}
