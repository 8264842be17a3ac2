package io.asyncio4j.transport;

import io.asyncio4j.context.Context;
import io.asyncio4j.coroutine.AsyncContextManager;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.ExceptionContext;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.transport.UnixSockets.SocketFile;
import io.asyncio4j.transport.spi.Acceptor;
import io.asyncio4j.transport.spi.Listener;
import io.asyncio4j.transport.spi.Network;
import io.asyncio4j.transport.spi.Networks;
import io.asyncio4j.transport.spi.Wire;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/// Listens and makes a transport and a protocol for every connection: asyncio's `Server`.
///
/// Loop-confined. As an async context manager it closes itself and waits for its connections.
///
/// @implNote States, by `listeners` and `serving`:
///
/// | listeners | serving | meaning | left by |
/// |-----------|---------|---------|---------|
/// | sockets   | false   | bound   | startServing, serveForever, close |
/// | sockets   | true    | accepts | close |
/// | null      | false   | closed; `waitClosed` ends when the last connection is lost | - |
public final class Server implements AsyncContextManager<Server> {
    private static final double ACCEPT_RETRY_DELAY = 1.0;
    /// Made early: when there are no descriptors left, no class file can be opened.
    private static final ExceptionContext OUT_OF_RESOURCE =
            ExceptionContext.of("socket.accept() out of system resource");
    private static final String FAILED_CONNECTION = "Error on transport creation for incoming connection";

    private final EventLoop loop;
    private final Supplier<? extends BaseProtocol> factory;
    private final ServerOptions options;
    private final Context context = Context.copyContext();
    private final Set<Transport> transports = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Future<@Nullable Void>> waiters = new ArrayList<>(1);
    private @Nullable List<Listener> listeners;
    private List<Accepting> turn = List.of();
    private int turns;
    private @Nullable SocketFile file;
    private boolean serving;
    private @Nullable Future<@Nullable Void> servingForever;

    Server(EventLoop loop, Supplier<? extends BaseProtocol> factory, ServerOptions options) {
        this.loop = loop;
        this.factory = factory;
        this.options = options;
    }

    /// Binds a unix socket, in place of one that a dead server has left.
    void bindUnix(SocketAddress address) throws IOException {
        UnixSockets.checked(address);
        UnixSockets.removeStale(address);
        Accepting acceptor = new Accepting();
        try {
            acceptor.listener =
                    Networks.of(loop).listen(address, options.backlog(), options.socketOptions(), acceptor);
        } catch (IOException failure) {
            String why = String.valueOf(failure.getMessage());
            throw UnixSockets.readable("listen", address, failure,
                    why.startsWith("no such file") ? "make its directory first"
                            : why.contains("denied") ? "choose a directory in which the program may write"
                                    : "choose another path or stop the program that has it");
        }
        listeners = List.of(acceptor.listener);
        SocketFile made = UnixSockets.fileOf(address);
        try {
            if (made != null && options.permissions() != null) {
                Files.setPosixFilePermissions(made.path(), options.permissions());
            }
        } catch (IOException | UnsupportedOperationException failure) {
            file = made;
            close();
            throw failure;
        }
        file = options.cleanupSocket() ? made : null;
    }

    /// Takes a socket over that is bound.
    void take(ServerSocketChannel channel) throws IOException {
        SocketAddress address = channel.getLocalAddress();
        if (address == null) {
            throw new IllegalArgumentException("channel is not bound: " + channel + "; bind it first");
        }
        channel.configureBlocking(false);
        Accepting acceptor = new Accepting();
        acceptor.listener = Networks.of(loop).listen(channel, options.backlog(), acceptor);
        listeners = List.of(acceptor.listener);
        file = options.cleanupSocket() ? UnixSockets.fileOf(address) : null;
    }

    /// Binds every address of the hosts that this machine has; all of them or none. One wildcard address is enough: its
    /// socket serves both families.
    void bind(List<String> hosts, int port) throws Exception {
        Addresses.checkPort("listen on " + String.join(", ", hosts), port);
        Set<InetSocketAddress> addresses = new LinkedHashSet<>();
        for (String host : hosts) {
            if (host.equals(Connections.ALL_INTERFACES)) {
                addresses.add(new InetSocketAddress(port));
            } else {
                for (InetAddress address : options.resolver().resolve(host)) {
                    addresses.add(new InetSocketAddress(address, port));
                }
            }
        }
        addresses.stream().filter(Server::isWildcard).skip(1).toList().forEach(addresses::remove);
        Network network = Networks.of(loop);
        List<Listener> bound = new ArrayList<>(addresses.size());
        IOException foreign = null;
        for (InetSocketAddress address : addresses) {
            try {
                Accepting acceptor = new Accepting();
                acceptor.listener =
                        network.listen(address, options.backlog(), options.socketOptions(), acceptor);
                bound.add(acceptor.listener);
            } catch (IOException failure) {
                if (String.valueOf(failure.getMessage()).contains("assign requested")) {
                    foreign = cannotListen(address, failure); // a name may stand for addresses of other machines too
                    continue;
                }
                bound.forEach(Listener::close);
                throw cannotListen(address, failure);
            }
        }
        if (bound.isEmpty() && foreign != null) {
            throw foreign;
        }
        listeners = bound;
    }

    private static boolean isWildcard(InetSocketAddress address) {
        return address.getAddress().isAnyLocalAddress();
    }

    private static IOException cannotListen(SocketAddress address, IOException failure) {
        BindException readable = new BindException("listen on " + Addresses.text(address) + " failed: "
                + failure.getMessage() + "; " + advice(String.valueOf(failure.getMessage())));
        readable.initCause(failure);
        return readable;
    }

    private static String advice(String failure) {
        if (failure.contains("assign requested")) {
            return "give an address of this machine";
        }
        return failure.contains("ermission denied")
                ? "choose a port that the program may have, above 1023"
                : "choose another port or stop the program that has it";
    }

    // ---- serving

    /// Starts to accept; harmless when it does already.
    ///
    /// Raises [IllegalStateException] when the server is closed.
    public Coroutine<@Nullable Void> startServing() {
        return Coroutine.of(() -> {
            accept();
            Sleep.sleep(0).await();
            return null;
        });
    }

    private void accept() {
        List<Listener> open = listeners;
        if (open == null) {
            throw new IllegalStateException("server is closed: it cannot serve again; create another one");
        }
        if (!serving) {
            serving = true;
            open.forEach(listener -> listener.accepting(true));
        }
    }

    /// Accepts until cancelled; then closes the server and waits for its connections.
    ///
    /// Raises [IllegalStateException] when the server is closed, or when somebody awaits this already.
    public Coroutine<@Nullable Void> serveForever() {
        return Coroutine.of(() -> {
            if (servingForever != null) {
                throw new IllegalStateException("server is already being awaited on serveForever(): " + this);
            }
            accept();
            Future<@Nullable Void> forever = new Future<>(loop);
            servingForever = forever;
            try {
                return forever.await();
            } catch (CancelledError cancelled) {
                try {
                    close();
                    waitClosed().await();
                } catch (Throwable later) {
                    cancelled.addSuppressed(later);
                }
                throw cancelled;
            } finally {
                servingForever = null;
            }
        });
    }

    /// Gives the connections this server accepts to all of these servers in turn, each of which serves them on its own loop,
    /// as if it had accepted them: one acceptor for several loops. This server may be one of them. A server that only takes
    /// connections is made without a host.
    ///
    /// @throws IllegalArgumentException when there is no server
    public void handTo(List<Server> servers) {
        Objects.requireNonNull(servers, "servers");
        if (servers.isEmpty()) {
            throw new IllegalArgumentException(
                    "server cannot hand its connections to nobody; name at least one server");
        }
        turn = servers.stream().map(server -> server.new Accepting()).toList();
    }

    /// Whether connections are accepted.
    public boolean isServing() {
        return serving;
    }

    /// The listening sockets; none when closed.
    public List<TransportSocket> sockets() {
        List<Listener> open = listeners;
        return open == null
                ? List.of()
                : open.stream().map(listener -> new TransportSocket(listener.endpoint())).toList();
    }

    /// The loop it belongs to.
    public EventLoop getLoop() {
        return loop;
    }

    private final class Accepting implements Acceptor {
        private @Nullable Listener listener;
        private boolean resting;

        @Override
        public void accepted(Wire wire) {
            Context own = context.copy();
            loop.callSoon(() -> connect(wire), own);
        }

        @Override
        public Acceptor next() {
            List<Accepting> takers = turn;
            return takers.isEmpty() ? this : takers.get(turns++ % takers.size());
        }

        @Override
        public EventLoop loop() {
            return loop;
        }

        @Override
        public void failed(IOException failure) {
            loop.callSoon(() -> retryLater(failure), context.copy());
        }

        private void retryLater(IOException failure) {
            if (!serving || resting || listener == null) {
                return; // io_uring may have asked once more already
            }
            resting = true;
            // the socket stays readable, so going on at once would spin
            listener.accepting(false);
            loop.callExceptionHandler(OUT_OF_RESOURCE
                    .withException(failure).with("socket", new TransportSocket(listener.endpoint())));
            loop.callLater(ACCEPT_RETRY_DELAY, this::retry);
        }

        private void retry() {
            resting = false;
            if (serving && listener != null) {
                listener.accepting(true);
            }
        }
    }

    private void connect(Wire wire) {
        if (listeners == null) {
            wire.close();
            return;
        }
        BaseProtocol protocol = null;
        try {
            if (options.keepAlive() && !UnixSockets.isUnix(wire.endpoint().localAddress())) {
                wire.endpoint().setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            }
            protocol = factory.get();
            TransportLayer layer = options.layer();
            if (layer == null) {
                SocketTransport.open(loop, wire, protocol, clients, null);
                return;
            }
            Future<@Nullable Void> ready = new Future<>(loop);
            Transport transport = Connections.open(loop, wire, protocol, layer, true, null, clients, ready);
            ready.addDoneCallback(done -> opened(done, transport));
        } catch (Throwable failure) {
            wire.close();
            Escapes.rethrow(failure);
            ExceptionContext report = ExceptionContext.of(FAILED_CONNECTION).withException(failure);
            loop.callExceptionHandler(protocol == null ? report : report.with("protocol", protocol));
        }
    }

    /// A handshake that fails is the peer's affair most often, so it is told in debug mode only.
    private void opened(Future<@Nullable Void> ready, Transport transport) {
        Throwable failure = ready.isCancelled() ? null : ready.exception();
        if (failure != null && loop.getDebug()) {
            loop.callExceptionHandler(
                    ExceptionContext.of(FAILED_CONNECTION).withException(failure).with("transport", transport));
        }
    }

    private final Clients clients = new Clients() {
        @Override
        public void attach(Transport transport) {
            transports.add(transport);
        }

        @Override
        public void detach(Transport transport) {
            transports.remove(transport);
            wakeUpIfClosed();
        }
    };

    // ---- closing

    /// Stops accepting and closes the listening sockets; connections live on. Harmless when called again.
    public void close() {
        List<Listener> open = listeners;
        if (open == null) {
            return;
        }
        listeners = null;
        serving = false;
        open.forEach(Listener::close);
        if (file != null) {
            file.remove();
        }
        Future<@Nullable Void> forever = servingForever;
        if (forever != null && !forever.isDone()) {
            forever.cancel();
        }
        wakeUpIfClosed();
    }

    /// Closes every connection in order: [Transport#close()].
    public void closeClients() {
        List.copyOf(transports).forEach(Transport::close);
    }

    /// Closes every connection at once: [Transport#abort()].
    public void abortClients() {
        List.copyOf(transports).forEach(Transport::abort);
    }

    /// Waits until the server is closed and its last connection is lost.
    public Coroutine<@Nullable Void> waitClosed() {
        return Coroutine.of(() -> {
            if (listeners == null && transports.isEmpty()) {
                return null;
            }
            Future<@Nullable Void> waiter = new Future<>(loop);
            waiters.add(waiter);
            return waiter.await();
        });
    }

    private void wakeUpIfClosed() {
        if (listeners == null && transports.isEmpty()) {
            for (Future<@Nullable Void> waiter : waiters) {
                if (!waiter.isDone()) {
                    waiter.setResult(null);
                }
            }
            waiters.clear();
        }
    }

    @Override
    public Server aenter() {
        return this;
    }

    @Override
    public boolean aexit(@Nullable Throwable failure) throws Exception {
        close();
        waitClosed().await();
        return false;
    }

    @Override
    public String toString() {
        return "Server[" + (serving ? "serving" : listeners == null ? "closed" : "bound") + ", sockets="
                + sockets()
                + ", connections=" + transports.size() + "]";
    }
}
