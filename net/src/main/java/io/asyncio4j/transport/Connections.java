package io.asyncio4j.transport;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.Rethrow;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.Handle;
import io.asyncio4j.task.Future;
import io.asyncio4j.transport.spi.DatagramWire;
import io.asyncio4j.transport.spi.Networks;
import io.asyncio4j.transport.spi.Wire;

import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/// Makes connections and servers: asyncio's `loop.create_connection` and `loop.create_server`. Stateless; the methods
/// give coroutines for the running loop.
public final class Connections {
    /// The host of a server that is reached from this machine only. Nothing listens beyond it unless it is told to.
    public static final String LOOPBACK = "127.0.0.1";
    /// The host of a server that is reached from everywhere: asyncio's `None`.
    public static final String ALL_INTERFACES = "*";

    private static final byte[] NOTHING = {};

    private Connections() {
    }

    /// Connects to a host; see [#createConnection(Supplier, String, int, ConnectOptions)].
    public static <P extends BaseProtocol> Coroutine<Connected<P>> createConnection(
            Supplier<? extends P> factory,
            String host, int port) {
        return createConnection(factory, host, port, ConnectOptions.DEFAULT);
    }

    /// Connects to a host: asks for its addresses and tries them in order until one answers. The protocol has heard
    /// `connectionMade` when the coroutine gives it.
    ///
    /// Raises [java.net.UnknownHostException], or one exception that names every address and its failure. A cancelled
    /// attempt leaves no socket behind.
    ///
    /// @param factory makes the protocol, or gives one, when the connection stands
    public static <P extends BaseProtocol> Coroutine<Connected<P>> createConnection(
            Supplier<? extends P> factory,
            String host, int port, ConnectOptions options) {
        Objects.requireNonNull(factory, "factory");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(options, "options");
        return Coroutine.of(() -> {
            EventLoop loop = EventLoop.running();
            Wire wire = new Dial(loop, host, port, options).connect();
            return adopt(loop, wire, factory, options.layer(), false, host);
        });
    }

    /// Puts a protocol on a wire that the program has from elsewhere, such as a network of its own. The protocol has heard
    /// `connectionMade` when the coroutine gives it; the wire is closed if that fails.
    ///
    /// @param factory makes the protocol, or gives one
    public static <P extends BaseProtocol> Coroutine<Connected<P>> connectWire(Supplier<? extends P> factory,
            Wire wire) {
        Objects.requireNonNull(factory, "factory");
        Objects.requireNonNull(wire, "wire");
        return Coroutine.of(() -> adopt(EventLoop.running(), wire, factory, null, false, null));
    }

    /// Connects to a unix socket that is a file; see
    /// [#createUnixConnection(Supplier, SocketAddress, ConnectOptions)].
    public static <P extends BaseProtocol> Coroutine<Connected<P>> createUnixConnection(
            Supplier<? extends P> factory, Path path) {
        return createUnixConnection(factory, UnixDomainSocketAddress.of(Objects.requireNonNull(path, "path")),
                ConnectOptions.DEFAULT);
    }

    /// Connects to a unix socket: asyncio's `create_unix_connection`. When the server's backlog is full, it waits.
    ///
    /// Raises [java.nio.file.NoSuchFileException], [java.nio.file.AccessDeniedException] or
    /// [java.net.ConnectException] when nobody can be reached there. TLS needs the name of the server, which
    /// `Tls.withServerHostname` gives.
    ///
    /// @param address a [UnixDomainSocketAddress] or an [AbstractUnixAddress]
    public static <P extends BaseProtocol> Coroutine<Connected<P>> createUnixConnection(
            Supplier<? extends P> factory, SocketAddress address, ConnectOptions options) {
        Objects.requireNonNull(factory, "factory");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(options, "options");
        return Coroutine.of(() -> {
            EventLoop loop = EventLoop.running();
            Wire wire = Dial.unix(loop, UnixSockets.checked(address), options);
            return adopt(loop, wire, factory, options.layer(), false, null);
        });
    }

    /// Makes a connection of a socket that the program has connected: asyncio's `create_connection(sock=...)`. The transport
    /// takes the channel over, and closes it; it is made non-blocking. TLS needs the name of the server, which
    /// `Tls.withServerHostname` gives.
    ///
    /// Raises [IllegalArgumentException] when the channel is not connected, [IllegalStateException] when another transport
    /// has it or somebody waits for it.
    ///
    /// @param channel of TCP or a unix socket
    public static <P extends BaseProtocol> Coroutine<Connected<P>> createConnection(Supplier<? extends P> factory,
            SocketChannel channel, ConnectOptions options) {
        Objects.requireNonNull(factory, "factory");
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(options, "options");
        return ofChannel(factory, channel, options.layer(), false);
    }

    /// Makes a connection of a socket that the program has accepted elsewhere: asyncio's `connect_accepted_socket`. The
    /// transport takes the channel over, and closes it; it is made non-blocking.
    public static <P extends BaseProtocol> Coroutine<Connected<P>> connectAcceptedSocket(
            Supplier<? extends P> factory, SocketChannel channel) {
        Objects.requireNonNull(factory, "factory");
        Objects.requireNonNull(channel, "channel");
        return ofChannel(factory, channel, null, true);
    }

    /// As [#connectAcceptedSocket(Supplier, SocketChannel)] with TLS, as its server.
    public static <P extends BaseProtocol> Coroutine<Connected<P>> connectAcceptedSocket(
            Supplier<? extends P> factory, SocketChannel channel, TransportLayer tls) {
        Objects.requireNonNull(factory, "factory");
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(tls, "tls");
        return ofChannel(factory, channel, tls, true);
    }

    private static <P extends BaseProtocol> Coroutine<Connected<P>> ofChannel(Supplier<? extends P> factory,
            SocketChannel channel, @Nullable TransportLayer layer, boolean serverSide) {
        return Coroutine.of(() -> {
            if (!channel.isConnected()) {
                throw new IllegalArgumentException(
                        "channel is not connected: " + channel + "; connect it first");
            }
            EventLoop loop = EventLoop.running();
            channel.configureBlocking(false);
            return adopt(loop, Networks.of(loop).wire(channel), factory, layer, serverSide, null);
        });
    }

    /// Opens a socket for datagrams: asyncio's `create_datagram_endpoint`. The protocol has heard `connectionMade` when the
    /// coroutine gives it.
    ///
    /// Raises [IllegalArgumentException] when neither an address nor a family is given or no family suits, and what
    /// hinders binding or connecting.
    ///
    /// @param factory makes the protocol when the socket is open
    public static <P extends DatagramProtocol> Coroutine<DatagramEndpoint<P>> createDatagramEndpoint(
            Supplier<? extends P> factory, DatagramOptions options) {
        Objects.requireNonNull(factory, "factory");
        Objects.requireNonNull(options, "options");
        return Coroutine.of(() -> {
            EventLoop loop = EventLoop.running();
            return adopt(loop, new DatagramDial(loop, options).open(), factory);
        });
    }

    /// As [#createDatagramEndpoint(Supplier, DatagramOptions)] with a channel that the program has made; the transport
    /// takes it over, and closes it. It is made non-blocking.
    public static <P extends DatagramProtocol> Coroutine<DatagramEndpoint<P>> createDatagramEndpoint(
            Supplier<? extends P> factory, DatagramChannel channel) {
        Objects.requireNonNull(factory, "factory");
        Objects.requireNonNull(channel, "channel");
        return Coroutine.of(() -> {
            EventLoop loop = EventLoop.running();
            channel.configureBlocking(false);
            DatagramWire wire = Networks.of(loop).datagrams(channel);
            return adopt(loop, new DatagramDial.Opened(wire, null, false), factory);
        });
    }

    private static <P extends DatagramProtocol> DatagramEndpoint<P> adopt(EventLoop loop, DatagramDial.Opened socket,
            Supplier<? extends P> factory) throws Exception {
        P protocol;
        DatagramTransport transport;
        Future<@Nullable Void> ready = new Future<>(loop);
        try {
            protocol = factory.get();
            transport = SocketDatagramTransport.open(loop, socket, protocol, ready);
        } catch (Throwable failure) {
            socket.wire().close();
            throw failure;
        }
        awaitOpen(ready, transport);
        return new DatagramEndpoint<>(transport, protocol);
    }

    /// Puts protocol and transport on a wire, and waits until they work; closes it if they do not.
    static <P extends BaseProtocol> Connected<P> adopt(EventLoop loop, Wire wire, Supplier<? extends P> factory,
            @Nullable TransportLayer layer, boolean serverSide, @Nullable String host) throws Exception {
        P protocol;
        Transport transport;
        Future<@Nullable Void> ready = new Future<>(loop);
        try {
            protocol = factory.get();
            transport = open(loop, wire, protocol, layer, serverSide, host, null, ready);
        } catch (Throwable failure) {
            wire.close();
            throw failure;
        }
        awaitOpen(ready, transport);
        return new Connected<>(transport, protocol);
    }

    /// Waits until the protocol has heard of its transport; closes that when the wait fails.
    static void awaitOpen(Future<@Nullable Void> ready, BaseTransport transport) throws Exception {
        try {
            ready.await();
        } catch (Throwable failure) {
            transport.close();
            throw failure;
        }
    }

    /// Puts a transport on a wire, and the layer on that if there is one; `ready` is completed when the protocol has
    /// heard of it.
    static Transport open(EventLoop loop, Wire wire, BaseProtocol protocol, @Nullable TransportLayer layer,
            boolean serverSide, @Nullable String host, @Nullable Clients clients,
            Future<@Nullable Void> ready) {
        if (layer == null) {
            return SocketTransport.open(loop, wire, protocol, clients, ready);
        }
        TransportLayer.Layered layered =
                layer.over(new LayerRequest(loop, protocol, serverSide, host, true, ready, NOTHING));
        SocketTransport.open(loop, wire, layered.below(), clients, null);
        return layered.above();
    }

    /// Puts TLS, or another layer, on a connection that stands: asyncio's `start_tls`. Gives the transport that the
    /// protocol is to use from now on; `connectionMade` is not called again. Streams have it in
    /// [io.asyncio4j.stream.StreamWriter#startTls].
    ///
    /// Raises what hinders the handshake, and closes the connection then, as it does when it is cancelled.
    ///
    /// @param transport one made by this library
    /// @param host the name that was connected to, against which the certificate is checked; null on the server's side
    /// @param early bytes for the layer that the protocol has received already
    public static Coroutine<Transport> startTls(Transport transport, BaseProtocol protocol, TransportLayer tls,
            boolean serverSide, @Nullable String host, byte... early) {
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(tls, "tls");
        if (!(transport instanceof LayerableTransport below)) {
            throw new IllegalArgumentException("startTls is not possible on this transport: " + transport
                    + "; give one made by createConnection or createServer");
        }
        return Coroutine.of(() -> {
            EventLoop loop = EventLoop.running();
            Future<@Nullable Void> ready = new Future<>(loop);
            TransportLayer.Layered layered =
                    tls.over(new LayerRequest(loop, protocol, serverSide, host, false, ready, early));
            below.pauseReading(); // nothing may come before connectionMade
            below.setProtocol(layered.below());
            Handle made = loop.callSoon(() -> begin(layered, below));
            Handle resumed = loop.callSoon(below::resumeReading);
            try {
                ready.await();
            } catch (Throwable failure) {
                below.close();
                made.cancel();
                resumed.cancel();
                throw failure;
            }
            return layered.above();
        });
    }

    private static void begin(TransportLayer.Layered layered, Transport below) {
        try {
            layered.below().connectionMade(below);
        } catch (Exception failure) {
            throw Rethrow.sneaky(failure);
        }
    }

    /// Serves on the loopback interface only; see [#createServer(Supplier, Collection, int, ServerOptions)].
    public static Coroutine<Server> createServer(Supplier<? extends BaseProtocol> factory, int port) {
        return createServer(factory, LOOPBACK, port, ServerOptions.DEFAULT);
    }

    /// Serves on one host; see [#createServer(Supplier, Collection, int, ServerOptions)].
    public static Coroutine<Server> createServer(Supplier<? extends BaseProtocol> factory, String host,
            int port) {
        return createServer(factory, host, port, ServerOptions.DEFAULT);
    }

    /// Serves on one host; see [#createServer(Supplier, Collection, int, ServerOptions)].
    public static Coroutine<Server> createServer(Supplier<? extends BaseProtocol> factory, String host,
            int port,
            ServerOptions options) {
        return createServer(factory, List.of(Objects.requireNonNull(host, "host")), port, options);
    }

    /// Binds every address of the hosts and serves on them.
    ///
    /// Raises [java.net.BindException] when an address is taken.
    ///
    /// @param factory makes a protocol for every connection
    /// @param hosts names, addresses, or [#ALL_INTERFACES]
    /// @param port 0 for any that is free, one for each address; [Server#sockets()] says which
    public static Coroutine<Server> createServer(Supplier<? extends BaseProtocol> factory,
            Collection<String> hosts,
            int port, ServerOptions options) {
        Objects.requireNonNull(factory, "factory");
        Objects.requireNonNull(hosts, "hosts");
        Objects.requireNonNull(options, "options");
        List<String> own = List.copyOf(hosts);
        return Coroutine.of(() -> {
            Server server = new Server(EventLoop.running(), factory, options);
            server.bind(own, port);
            return started(server, options);
        });
    }

    /// Serves on a socket that the program has bound: asyncio's `create_server(sock=...)`, and `create_unix_server(sock=...)`
    /// when it is a unix one. The server takes the channel over, and closes it; it is made non-blocking.
    ///
    /// Raises [IllegalArgumentException] when the channel is not bound.
    public static Coroutine<Server> createServer(Supplier<? extends BaseProtocol> factory,
            ServerSocketChannel channel, ServerOptions options) {
        Objects.requireNonNull(factory, "factory");
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(options, "options");
        return Coroutine.of(() -> {
            Server server = new Server(EventLoop.running(), factory, options);
            server.take(channel);
            return started(server, options);
        });
    }

    /// Serves on a unix socket that is a file; see [#createUnixServer(Supplier, SocketAddress, ServerOptions)].
    public static Coroutine<Server> createUnixServer(Supplier<? extends BaseProtocol> factory, Path path) {
        return createUnixServer(factory, UnixDomainSocketAddress.of(Objects.requireNonNull(path, "path")),
                ServerOptions.DEFAULT);
    }

    /// Serves on a unix socket: asyncio's `create_unix_server`. A socket that is there already is taken for one that a
    /// dead server has left and is replaced, even if a server still has it; files of other kinds are not touched.
    ///
    /// Raises [java.net.BindException] when something else has the address.
    ///
    /// @param address a [UnixDomainSocketAddress] or an [AbstractUnixAddress]
    public static Coroutine<Server> createUnixServer(Supplier<? extends BaseProtocol> factory, SocketAddress address,
            ServerOptions options) {
        Objects.requireNonNull(factory, "factory");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(options, "options");
        return Coroutine.of(() -> {
            Server server = new Server(EventLoop.running(), factory, options);
            server.bindUnix(address);
            return started(server, options);
        });
    }

    private static Server started(Server server, ServerOptions options) throws Exception {
        if (options.startServing()) {
            try {
                server.startServing().await();
            } catch (Throwable cancelled) {
                server.close();
                throw cancelled;
            }
        }
        return server;
    }
}
