package io.asyncio4j.net.netty;

import io.asyncio4j.coroutine.Host;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.spi.IoDriver;
import io.asyncio4j.loop.spi.ParkingDriver;
import io.asyncio4j.task.Future;
import io.asyncio4j.transport.spi.Acceptor;
import io.asyncio4j.transport.spi.DatagramWire;
import io.asyncio4j.transport.spi.Listener;
import io.asyncio4j.transport.spi.Network;
import io.asyncio4j.transport.spi.Watch;
import io.asyncio4j.transport.spi.WatchListener;
import io.asyncio4j.transport.spi.Wire;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// A loop's I/O by Netty, on the loop's own thread.
///
/// Loop-confined, except [#wakeup()]. Made at the first use of the network, on the thread that runs the loop then. The loop may
/// go on on another thread and be closed by any, unless it was made to use io_uring. docs/adr/0015 tells why.
public final class NettyDriver implements IoDriver, Network {
    private static final Logger LOG = System.getLogger("io.asyncio4j.net");
    /// While the loop has other work, the kernel is asked no more often than this.
    private static final long LOOK_NANOS = 20_000;
    private static final int POLLS_TO_CLOSE = 16;

    static {
        // Netty takes a stack trace of one buffer in 128, to find those never released: 3 % of an echo. Who looks for such
        // a leak sets Netty's own property.
        if (System.getProperty("io.netty.leakDetection.level") == null) {
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        }
    }

    private final EventLoop loop;
    private final Backend backend;
    private final PolledLoop netty;
    private final Set<Channel> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<SelectableChannel, String> users = new IdentityHashMap<>();
    private final Set<OpenSocket> watched = Collections.newSetFromMap(new IdentityHashMap<>());
    private final ArrayDeque<Runnable> beforePoll = new ArrayDeque<>(1);
    private final Passage passage = new Passage();
    private final RingMemory ringMemory = new RingMemory();
    private final Turns turns = new Turns();
    private @Nullable Staging staging;
    private @Nullable SelectorThread selectorThread;
    private long lookedAt;

    private NettyDriver(EventLoop loop, Backend backend) {
        this.loop = loop;
        this.backend = backend;
        this.netty = new PolledLoop(Thread.currentThread(), backend.handlers(), backend::registered);
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
        Backend backend = Backends.choose();
        NettyDriver[] made = new NettyDriver[1];
        Host.current().call(() -> made[0] = new NettyDriver(loop, backend));
        loop.setDriver(made[0]);
        return made[0];
    }

    /// The kind of I/O: epoll, io_uring, kqueue or nio.
    public String kind() {
        return backend.name();
    }

    /// How many sockets are open.
    public int openSockets() {
        return open.size() + watched.size();
    }

    // ---- the loop's driver

    @Override
    public void poll(long nanos) {
        if (!netty.inEventLoop()) {
            moveHere("run");
        }
        if (turns.next()) {
            return;
        }
        if (nanos == 0) {
            long now = System.nanoTime();
            if (now - lookedAt < LOOK_NANOS) {
                return;
            }
            lookedAt = now;
            runBeforePoll();
            netty.poll(0);
        } else {
            runBeforePoll();
            netty.poll(nanos);
            lookedAt = System.nanoTime();
        }
    }

    private void runBeforePoll() {
        for (Runnable next = beforePoll.poll(); next != null; next = beforePoll.poll()) {
            next.run();
        }
    }

    /// Has something done on the loop's own thread before the next poll.
    void beforePoll(Runnable action) {
        beforePoll.add(action);
    }

    /// True while it is too early to ask the kernel again.
    @Override
    public boolean tryPoll() {
        return !turns.isOpen() && System.nanoTime() - lookedAt < LOOK_NANOS;
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
            channel.unsafe().close(channel.unsafe().voidPromise()); // and tells so
        }
        for (OpenSocket socket : List.copyOf(watched)) {
            LOG.log(Level.WARNING, "unclosed socket: {0}; close transports and servers before their loop", socket);
            socket.close();
        }
        if (selectorThread != null) {
            selectorThread.close();
        }
        netty.destroy();
        ringMemory.close();
        if (staging != null) {
            staging.close();
        }
    }

    // ---- the loop's network

    @Override
    public Future<Wire> connect(SocketAddress remote, @Nullable SocketAddress local,
            Map<SocketOption<?>, Object> options) {
        Future<Wire> result = new Future<>(loop);
        if (UnixAddresses.isUnix(remote)) {
            Host.current().call(() -> connectUnix(result, remote, local, options));
            return result;
        }
        if (backend.tcpByHand()) {
            Host.current()
                    .call(() -> connectByHand(result, (InetSocketAddress) remote, (InetSocketAddress) local, options));
            return result;
        }
        Connector connector = new Connector(this, result);
        Host.current().call(() -> connector.start(remote, local, options));
        return result;
    }

    private void connectByHand(Future<Wire> result, InetSocketAddress remote, @Nullable InetSocketAddress local,
            Map<SocketOption<?>, Object> options) {
        try {
            new NativeConnector(this, NativeSocket.tcp(remote, local, options), remote, result).start();
        } catch (UnsupportedOperationException badOption) {
            throw badOption;
        } catch (IOException | RuntimeException failure) {
            result.setException(Failures.readable(failure, remote));
        }
    }

    private void connectUnix(Future<Wire> result, SocketAddress remote, @Nullable SocketAddress local,
            Map<SocketOption<?>, Object> options) {
        try {
            result.setResult(new WatchedWire(this, backend.connectUnix(remote, local, options)));
        } catch (UnsupportedOperationException badOption) {
            throw badOption;
        } catch (IOException | RuntimeException failure) {
            result.setException(Failures.readable(failure, remote));
        }
    }

    @Override
    public Listener listen(SocketAddress local, int backlog, Map<SocketOption<?>, Object> options,
            Acceptor acceptor)
            throws IOException {
        if (UnixAddresses.isUnix(local)) {
            return watched("listen", () -> new WatchedListener(this, backend.listenUnix(local, backlog, options),
                    acceptor, backlog));
        }
        if (backend.tcpByHand()) {
            return watched("listen", () -> new WatchedListener(this,
                    NativeListening.tcp(NativeSocket.listenTcp((InetSocketAddress) local, backlog, options)), acceptor,
                    backlog));
        }
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
        return watched("watch descriptor", () -> backend.watch(this, descriptor, listener));
    }

    @Override
    public DatagramWire datagrams(StandardProtocolFamily family, @Nullable InetSocketAddress local,
            @Nullable InetSocketAddress remote, Map<SocketOption<?>, Object> options) throws IOException {
        return watched("open datagram socket",
                () -> new WatchedDatagrams(this, backend.datagrams(family, local, remote, options)));
    }

    @Override
    public DatagramWire unixDatagrams(@Nullable SocketAddress local, @Nullable SocketAddress remote,
            Map<SocketOption<?>, Object> options) throws IOException {
        return watched("open unix socket",
                () -> new WatchedDatagrams(this, new UnixPacketSocket(loop, local, remote, options)));
    }

    @Override
    public Wire wire(SocketChannel channel) throws IOException {
        refuseUsed(channel);
        return watched("use channel", () -> new WatchedWire(this, new JdkStream(channel)));
    }

    @Override
    public Listener listen(ServerSocketChannel channel, int backlog, Acceptor acceptor) throws IOException {
        refuseUsed(channel);
        return watched("use channel", () -> new WatchedListener(this, new JdkListening(channel), acceptor, backlog));
    }

    @Override
    public Watch watch(SelectableChannel channel, WatchListener listener) throws IOException {
        return watched("watch channel", () -> watchAs("a callback or an operation", channel, listener));
    }

    private void refuseUsed(SelectableChannel channel) {
        String user = users.get(channel);
        if (user != null) {
            throw new IllegalStateException("channel is used by " + user + ": " + channel
                    + "; leave it to that, or take the callback away first");
        }
    }

    /// Watches a channel for one user, who is named to others that want it too. Loop's own thread.
    Watch watchAs(String user, SelectableChannel channel, WatchListener listener) throws IOException {
        refuseUsed(channel);
        Watch watch = backend.watch(this, channel, listener);
        users.put(channel, user);
        return new Watch() {
            @Override
            public void want(int events) {
                watch.want(events);
            }

            @Override
            public void close() {
                users.remove(channel);
                watch.close();
            }
        };
    }

    @Override
    public DatagramWire datagrams(DatagramChannel channel) throws IOException {
        refuseUsed(channel);
        return watched("use channel", () -> new WatchedDatagrams(this, new JdkPackets(channel)));
    }

    /// Makes something on the loop's own thread.
    private static <T> T watched(String operation, Callable<T> making) throws IOException {
        @Nullable Object[] made = new @Nullable Object[1];
        @Nullable Throwable[] failure = new @Nullable Throwable[1];
        Host.current().call(() -> {
            try {
                made[0] = making.call();
            } catch (Throwable raised) {
                failure[0] = raised;
            }
        });
        if (failure[0] instanceof UnsupportedOperationException || failure[0] instanceof IllegalStateException) {
            throw (RuntimeException) failure[0];
        }
        if (failure[0] != null) {
            throw Failures.readable(failure[0], operation);
        }
        @SuppressWarnings("unchecked")
        T result = (T) Objects.requireNonNull(made[0]);
        return result;
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

    /// What Netty's channels send and receive through.
    Staging staging() {
        Staging there = staging;
        if (there == null) {
            there = new Staging();
            staging = there;
        }
        return there;
    }

    /// Polls until a listening socket has really gone: a selector holds on to it until it is asked again, and connections made
    /// meanwhile would be lost. Loop's own thread, outside the poll.
    void settle(ChannelFuture closed) {
        int polls = 0;
        do {
            netty.poll(0);
        } while (!closed.isDone() && ++polls < POLLS_TO_CLOSE);
    }

    /// What its sockets receive and send through when they do it by hand.
    Passage passage() {
        return passage;
    }

    /// What requests to the ring receive into and send out of.
    RingMemory ringMemory() {
        return ringMemory;
    }

    /// Who of them receives when.
    Turns turns() {
        return turns;
    }

    /// What watches the JDK's channels where the loop's own poller cannot; started now if there is none.
    SelectorThread selectorThread() throws IOException {
        SelectorThread running = selectorThread;
        if (running == null) {
            running = new SelectorThread(loop);
            selectorThread = running;
        }
        return running;
    }

    void opened(OpenSocket socket) {
        watched.add(socket);
    }

    void closed(OpenSocket socket) {
        watched.remove(socket);
    }

    /// Notes an open channel until it is closed.
    void track(Channel channel) {
        open.add(channel);
        channel.closeFuture().addListener(_ -> open.remove(channel));
    }
}
