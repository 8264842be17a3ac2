package io.asyncio4j.stream;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.transport.Connected;
import io.asyncio4j.transport.Connections;
import io.asyncio4j.transport.PipeEnd;
import io.asyncio4j.transport.Pipes;
import io.asyncio4j.transport.Server;

import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;

/// Connects and serves with streams: asyncio's `open_connection` and `start_server`. Stateless; the methods give
/// coroutines for the running loop.
public final class Streams {
    private Streams() {
    }

    /// Connects to a host and gives both sides of the stream. Raises what [Connections#createConnection] raises.
    public static Coroutine<Connection> openConnection(String host, int port) {
        return openConnection(host, port, StreamOptions.DEFAULT);
    }

    /// As [#openConnection(String, int)] with options.
    public static Coroutine<Connection> openConnection(String host, int port, StreamOptions options) {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(options, "options");
        return Coroutine.of(() -> {
            StreamReader reader = new StreamReader(options.limit());
            return streams(reader, Connections
                    .createConnection(() -> new StreamReaderProtocol(reader), host, port, options.connect())
                    .await());
        });
    }

    /// Makes streams of a socket that the program has connected; see
    /// [Connections#createConnection(Supplier, SocketChannel, io.asyncio4j.transport.ConnectOptions)].
    public static Coroutine<Connection> openConnection(SocketChannel channel, StreamOptions options) {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(options, "options");
        return Coroutine.of(() -> {
            StreamReader reader = new StreamReader(options.limit());
            return streams(reader, Connections
                    .createConnection(() -> new StreamReaderProtocol(reader), channel, options.connect()).await());
        });
    }

    /// Connects to a unix socket that is a file and gives both sides of the stream.
    public static Coroutine<Connection> openUnixConnection(Path path) {
        return openUnixConnection(UnixDomainSocketAddress.of(Objects.requireNonNull(path, "path")),
                StreamOptions.DEFAULT);
    }

    /// Connects to a unix socket: asyncio's `open_unix_connection`. Raises what [Connections#createUnixConnection]
    /// raises.
    ///
    /// @param address a [UnixDomainSocketAddress] or an [io.asyncio4j.transport.AbstractUnixAddress]
    public static Coroutine<Connection> openUnixConnection(SocketAddress address, StreamOptions options) {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(options, "options");
        return Coroutine.of(() -> {
            StreamReader reader = new StreamReader(options.limit());
            return streams(reader, Connections
                    .createUnixConnection(() -> new StreamReaderProtocol(reader), address, options.connect())
                    .await());
        });
    }

    private static Connection streams(StreamReader reader, Connected<StreamReaderProtocol> connected) {
        return new Connection(reader, new StreamWriter(connected.transport(), connected.protocol(), reader));
    }

    /// Serves on the loopback interface only; see [#startServer(StreamHandler, String, int)].
    public static Coroutine<Server> startServer(StreamHandler handler, int port) {
        return startServer(handler, Connections.LOOPBACK, port);
    }

    /// Serves: `handler` runs in a task of its own for every connection.
    ///
    /// @param host a name, an address, or [Connections#ALL_INTERFACES]
    /// @param port 0 for any that is free; the server's `sockets()` say which
    public static Coroutine<Server> startServer(StreamHandler handler, String host, int port) {
        return startServer(handler, host, port, StreamServerOptions.DEFAULT);
    }

    /// As [#startServer(StreamHandler, String, int)] with options.
    public static Coroutine<Server> startServer(StreamHandler handler, String host, int port,
            StreamServerOptions options) {
        return Connections.createServer(serving(handler, options), host, port, options.server());
    }

    private static Supplier<StreamReaderProtocol> serving(StreamHandler handler, StreamServerOptions options) {
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(options, "options");
        return () -> new StreamReaderProtocol(new StreamReader(options.limit()), handler);
    }

    /// Serves on a socket that the program has bound; see
    /// [Connections#createServer(Supplier, ServerSocketChannel, io.asyncio4j.transport.ServerOptions)].
    public static Coroutine<Server> startServer(StreamHandler handler, ServerSocketChannel channel,
            StreamServerOptions options) {
        return Connections.createServer(serving(handler, options), channel, options.server());
    }

    /// Serves on a unix socket that is a file; see
    /// [#startUnixServer(StreamHandler, SocketAddress, StreamServerOptions)].
    public static Coroutine<Server> startUnixServer(StreamHandler handler, Path path) {
        return startUnixServer(handler, UnixDomainSocketAddress.of(Objects.requireNonNull(path, "path")),
                StreamServerOptions.DEFAULT);
    }

    /// Serves on a unix socket: asyncio's `start_unix_server`. See [Connections#createUnixServer].
    ///
    /// @param address a [UnixDomainSocketAddress] or an [io.asyncio4j.transport.AbstractUnixAddress]
    public static Coroutine<Server> startUnixServer(StreamHandler handler, SocketAddress address,
            StreamServerOptions options) {
        return Connections.createUnixServer(serving(handler, options), address, options.server());
    }

    /// Receives from a pipe, or from a stream such as `System.in`; see [Pipes#connectReadPipe].
    public static Coroutine<StreamReader> openReadPipe(PipeEnd pipe) {
        Objects.requireNonNull(pipe, "pipe");
        return Coroutine.of(() -> {
            StreamReader reader = new StreamReader();
            Pipes.connectReadPipe(() -> new StreamReaderProtocol(reader), pipe).await();
            return reader;
        });
    }

    /// Sends to a pipe, or to a stream such as `System.out`; see [Pipes#connectWritePipe].
    public static Coroutine<StreamWriter> openWritePipe(PipeEnd pipe) {
        Objects.requireNonNull(pipe, "pipe");
        return Coroutine.of(() -> {
            StreamReader none = new StreamReader();
            Connected<StreamReaderProtocol> connected =
                    Pipes.connectWritePipe(() -> new StreamReaderProtocol(none), pipe).await();
            return new StreamWriter(connected.transport(), connected.protocol(), null);
        });
    }
}
