package io.asyncio4j.net.netty;

import io.asyncio4j.coroutine.Host;
import io.asyncio4j.transport.spi.Watch;
import io.asyncio4j.transport.spi.WatchListener;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoEvent;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoOps;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/// Watches a channel by the loop's own selector. Loop-confined; made on the loop's own thread.
///
/// @implNote A key that has been cancelled stays in the selector until the next selection, and a channel cannot be registered
/// meanwhile. Netty selects then and forgets what it has found: where it cannot put a set of its own into the JDK's selector,
/// those keys stay selected, are never reported again, and each poll returns at once, empty. So the selection is made here, as a
/// poll that reports. Keeping the key would be cheaper, and would keep the program from making its channel a blocking one.
final class NioWatch implements Watch, NioIoHandle {
    private static final int READS = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
    private static final int WRITES = SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;

    private final SelectableChannel channel;
    private final WatchListener listener;
    private final IoRegistration registration;

    NioWatch(NettyDriver driver, SelectableChannel channel, WatchListener listener) throws IOException {
        this.channel = channel;
        this.listener = listener;
        if (channel.isRegistered()) {
            driver.netty().poll(0);
        }
        this.registration = Registrations.register(driver.netty(), this);
    }

    @Override
    public SelectableChannel selectableChannel() {
        return channel;
    }

    /// What a selector calls it.
    static int operations(SelectableChannel channel, int events) {
        int operations = 0;
        if ((events & READ) != 0) {
            operations |= channel.validOps() & READS;
        }
        if ((events & WRITE) != 0) {
            operations |= channel instanceof SocketChannel socket && socket.isConnectionPending()
                    ? SelectionKey.OP_CONNECT
                    : channel.validOps() & SelectionKey.OP_WRITE;
        }
        return operations;
    }

    /// What a selector's operations mean.
    static int events(int operations) {
        return ((operations & READS) != 0 ? READ : 0) | ((operations & WRITES) != 0 ? WRITE : 0);
    }

    @Override
    public void want(int events) {
        Host.current().call(() -> registration.submit(NioIoOps.valueOf(operations(channel, events))));
    }

    @Override
    public void handle(IoRegistration source, IoEvent event) {
        listener.ready(events(((NioIoEvent) event).ops().value()));
    }

    @Override
    public void close() {
        Host.current().call(registration::cancel);
    }
}
