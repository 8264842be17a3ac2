package io.asyncio4j.transport;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.Rethrow;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.Handle;
import io.asyncio4j.task.Future;
import io.asyncio4j.transport.spi.Wire;

import java.util.Collection;
import java.util.List;
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
        return Coroutine.of(() -> adopt(EventLoop.running(), wire, factory, null, false, null));
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
        try {
            ready.await();
        } catch (Throwable failure) {
            transport.close();
            throw failure;
        }
        return new Connected<>(transport, protocol);
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
        return createServer(factory, List.of(host), port, options);
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
        List<String> own = List.copyOf(hosts);
        return Coroutine.of(() -> {
            Server server = new Server(EventLoop.running(), factory, options);
            server.bind(own, port);
            if (options.startServing()) {
                try {
                    server.startServing().await();
                } catch (Throwable cancelled) {
                    server.close();
                    throw cancelled;
                }
            }
            return server;
        });
    }
}
