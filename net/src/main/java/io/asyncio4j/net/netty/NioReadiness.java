package io.asyncio4j.net.netty;

import io.asyncio4j.transport.spi.Readiness;
import io.asyncio4j.transport.spi.ReadinessListener;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoEvent;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoOps;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/// Watches a channel by the loop's own selector. Confined to the loop's own thread.
final class NioReadiness implements Readiness, NioIoHandle {
    static final int READS = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
    static final int WRITES = SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;

    private final SelectableChannel channel;
    private final ReadinessListener listener;
    private final IoRegistration registration;

    NioReadiness(IoEventLoop loop, SelectableChannel channel, ReadinessListener listener) throws IOException {
        this.channel = channel;
        this.listener = listener;
        this.registration = Registrations.register(loop, this);
    }

    @Override
    public SelectableChannel selectableChannel() {
        return channel;
    }

    /// What a selector calls it.
    static int operations(SelectableChannel channel, boolean readable, boolean writable) {
        int operations = 0;
        if (readable) {
            operations |= channel.validOps() & READS;
        }
        if (writable) {
            operations |= channel instanceof SocketChannel socket && socket.isConnectionPending()
                    ? SelectionKey.OP_CONNECT
                    : channel.validOps() & SelectionKey.OP_WRITE;
        }
        return operations;
    }

    @Override
    public void interest(boolean readable, boolean writable) {
        registration.submit(NioIoOps.valueOf(operations(channel, readable, writable)));
    }

    @Override
    public void handle(IoRegistration source, IoEvent event) {
        int ops = ((NioIoEvent) event).ops().value();
        listener.ready((ops & READS) != 0, (ops & WRITES) != 0);
    }

    @Override
    public void cancel() {
        registration.cancel();
    }

    @Override
    public void close() {
        // the owner closes the channel
    }
}
