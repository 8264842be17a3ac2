package io.asyncio4j.stream;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.transport.Connected;
import io.asyncio4j.transport.Connections;
import io.asyncio4j.transport.PipeEnd;
import io.asyncio4j.transport.Pipes;
import io.asyncio4j.transport.Server;

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
        return Coroutine.of(() -> {
            StreamReader reader = new StreamReader(options.limit());
            Connected<StreamReaderProtocol> connected = Connections
                    .createConnection(() -> new StreamReaderProtocol(reader), host, port, options.connect())
                    .await();
            return new Connection(reader,
                    new StreamWriter(connected.transport(), connected.protocol(), reader));
        });
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
        return Connections.createServer(
                () -> new StreamReaderProtocol(new StreamReader(options.limit()), handler), host, port,
                options.server());
    }

    /// Receives from a pipe, or from a stream such as `System.in`; see [Pipes#connectReadPipe].
    public static Coroutine<StreamReader> openReadPipe(PipeEnd pipe) {
        return Coroutine.of(() -> {
            StreamReader reader = new StreamReader();
            Pipes.connectReadPipe(() -> new StreamReaderProtocol(reader), pipe).await();
            return reader;
        });
    }

    /// Sends to a pipe, or to a stream such as `System.out`; see [Pipes#connectWritePipe].
    public static Coroutine<StreamWriter> openWritePipe(PipeEnd pipe) {
        return Coroutine.of(() -> {
            StreamReader none = new StreamReader();
            Connected<StreamReaderProtocol> connected =
                    Pipes.connectWritePipe(() -> new StreamReaderProtocol(none), pipe).await();
            return new StreamWriter(connected.transport(), connected.protocol(), null);
        });
    }
}
