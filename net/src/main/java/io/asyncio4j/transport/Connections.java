package io.asyncio4j.transport;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
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
            return adopt(loop, wire, factory);
        });
    }

    private static <P extends BaseProtocol> Connected<P> adopt(EventLoop loop, Wire wire,
            Supplier<? extends P> factory) throws Exception {
        P protocol;
        SocketTransport transport;
        Future<@Nullable Void> made = new Future<>(loop);
        try {
            protocol = factory.get();
            transport = SocketTransport.open(loop, wire, protocol, null, made);
        } catch (Throwable failure) {
            wire.close();
            throw failure;
        }
        try {
            made.await();
        } catch (Throwable failure) {
            transport.close();
            throw failure;
        }
        return new Connected<>(transport, protocol);
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
                server.startServing().await();
            }
            return server;
        });
    }
}
