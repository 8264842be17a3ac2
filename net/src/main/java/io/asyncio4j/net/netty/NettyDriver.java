package io.asyncio4j.net.netty;

import io.asyncio4j.coroutine.Host;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.spi.IoDriver;
import io.asyncio4j.loop.spi.ParkingDriver;
import io.asyncio4j.runner.Runner;
import io.asyncio4j.task.Future;
import io.asyncio4j.transport.spi.Acceptor;
import io.asyncio4j.transport.spi.Listener;
import io.asyncio4j.transport.spi.Network;
import io.asyncio4j.transport.spi.Watch;
import io.asyncio4j.transport.spi.WatchListener;
import io.asyncio4j.transport.spi.Wire;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A loop's I/O by Netty, on the loop's own thread.
///
/// Loop-confined, except [#wakeup()]. Made at the first use of the network, on the thread that runs the loop then. A loop of
/// a [Runner] stays with its thread, as the runner does; one made by hand may go on on another thread and be closed by any,
/// unless it was made to use io_uring. docs/adr/0015 tells why.
public final class NettyDriver implements IoDriver, Network {
    private static final Logger LOG = System.getLogger("io.asyncio4j.net");
    /// While the loop has other work, the kernel is asked no more often than this.
    private static final long LOOK_NANOS = 20_000;
    private static final int POLLS_TO_CLOSE = 16;

    private final EventLoop loop;
    private final Backend backend;
    private final PolledLoop netty;
    private final Set<Channel> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private long lookedAt;

    private NettyDriver(EventLoop loop, Backend backend) {
        this.loop = loop;
        this.backend = backend;
        this.netty = new PolledLoop(Thread.currentThread(), backend.handlers());
    }

    /// The driver of this loop; installed now if the loop has parked so far. On the loop's thread only.
    ///
    /// @throws IllegalStateException when the loop has a driver of another kind, or no I/O works
    public static NettyDriver of(EventLoop loop) {
        IoDriver there = loop.driver();
        if (there instanceof NettyDriver driver) {
            return driver;
        }
        if (!(there instanceof ParkingDriver)) {
            throw new IllegalStateException("network is not available on this loop: its driver is "
                    + there.getClass().getName() + "; use a loop with the default driver");
        }
        Backend backend = Backends.choose(Runner.owns(loop));
        NettyDriver[] made = new NettyDriver[1];
        Host.current().call(() -> made[0] = new NettyDriver(loop, backend));
        loop.setDriver(made[0]);
        return made[0];
    }

    /// The kind of I/O: io_uring, epoll, kqueue or nio.
    public String kind() {
        return backend.name();
    }

    /// How many sockets are open.
    public int openSockets() {
        return open.size();
    }

    // ---- the loop's driver

    @Override
    public void poll(long nanos) {
        if (!netty.inEventLoop()) {
            moveHere("run");
        }
        if (nanos == 0) {
            long now = System.nanoTime();
            if (now - lookedAt < LOOK_NANOS) {
                return;
            }
            lookedAt = now;
            netty.poll(0);
        } else {
            netty.poll(nanos);
            lookedAt = System.nanoTime();
        }
    }

    @Override
    public void wakeup() {
        netty.wake();
    }

    private void moveHere(String operation) {
        if (!backend.anyThread()) {
            throw new IllegalStateException(operation + " failed: the loop's network belongs to another thread by "
                    + backend.name() + ": this is " + Thread.currentThread().getName()
                    + "; use the thread that ran the loop, or -D" + Backends.PROPERTY + "=epoll");
        }
        netty.move();
    }

    @Override
    public void close() {
        if (!netty.inEventLoop()) {
            moveHere("close");
        }
        for (Channel channel : List.copyOf(open)) {
            LOG.log(Level.WARNING, "unclosed socket: {0}; close transports and servers before their loop",
                    channel);
            NettyWire wire = channel.pipeline().get(NettyWire.class);
            if (wire != null) {
                wire.close();
            }
            channel.unsafe().closeForcibly();
        }
        netty.destroy();
    }

    // ---- the loop's network

    @Override
    public Future<Wire> connect(SocketAddress remote, @Nullable SocketAddress local,
            Map<SocketOption<?>, Object> options) {
        Future<Wire> result = new Future<>(loop);
        Connector connector = new Connector(this, result);
        Host.current().call(() -> connector.start(remote, local, options));
        return result;
    }

    @Override
    public Listener listen(SocketAddress local, int backlog, Map<SocketOption<?>, Object> options,
            Acceptor acceptor)
            throws IOException {
        NettyListener listener = new NettyListener(this, acceptor, backlog);
        @Nullable Throwable[] failure = new @Nullable Throwable[1];
        Host.current().call(() -> failure[0] = listener.bind(local, options));
        if (failure[0] != null) {
            throw Failures.readable(failure[0], "listen");
        }
        return listener;
    }

    @Override
    public Watch watch(int descriptor, WatchListener listener) throws IOException {
        return backend.watch(this, descriptor, listener);
    }

    // ---- for the channels

    Backend backend() {
        return backend;
    }

    EventLoop loop() {
        return loop;
    }

    PolledLoop netty() {
        return netty;
    }

    /// Polls until a listening socket has really gone: selectors and io_uring hold on to it until they are asked again,
    /// and connections made meanwhile would be lost. Loop's own thread, outside the poll.
    void settle(ChannelFuture closed) {
        int polls = 0;
        do {
            netty.poll(0);
        } while (!closed.isDone() && ++polls < POLLS_TO_CLOSE);
    }

    /// Notes an open channel until it is closed.
    void track(Channel channel) {
        open.add(channel);
        channel.closeFuture().addListener(_ -> open.remove(channel));
    }
}
