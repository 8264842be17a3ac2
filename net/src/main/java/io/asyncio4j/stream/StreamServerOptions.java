package io.asyncio4j.stream;

import io.asyncio4j.transport.ServerOptions;
import java.util.Objects;

/// How [Streams#startServer] serves. Immutable.
///
/// @param limit of each connection's reader, in bytes
/// @param server how the server below listens
public record StreamServerOptions(int limit, ServerOptions server) {
    /// 64 KiB, and a server as it is by default.
    public static final StreamServerOptions DEFAULT =
            new StreamServerOptions(StreamReader.DEFAULT_LIMIT, ServerOptions.DEFAULT);

    /// Checks the limit.
    ///
    /// @throws IllegalArgumentException when it is not positive
    public StreamServerOptions {
        Objects.requireNonNull(server, "server");
        StreamReader.checkedLimit(limit);
    }

    /// The same with this limit.
    public StreamServerOptions withLimit(int limit) {
        return new StreamServerOptions(limit, server);
    }

    /// The same with this server.
    public StreamServerOptions withServer(ServerOptions server) {
        return new StreamServerOptions(limit, server);
    }
}
