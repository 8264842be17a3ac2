package io.asyncio4j.stream;

import io.asyncio4j.transport.ConnectOptions;
import java.util.Objects;

/// How [Streams#openConnection] connects. Immutable.
///
/// @param limit of the reader, in bytes
/// @param connect how the connection below is made
public record StreamOptions(int limit, ConnectOptions connect) {
    /// 64 KiB, and connections as they are by default.
    public static final StreamOptions DEFAULT =
            new StreamOptions(StreamReader.DEFAULT_LIMIT, ConnectOptions.DEFAULT);

    /// Checks the limit.
    ///
    /// @throws IllegalArgumentException when it is not positive
    public StreamOptions {
        Objects.requireNonNull(connect, "connect");
        StreamReader.checkedLimit(limit);
    }

    /// The same with this limit.
    public StreamOptions withLimit(int limit) {
        return new StreamOptions(limit, connect);
    }

    /// The same with these connections.
    public StreamOptions withConnect(ConnectOptions connect) {
        return new StreamOptions(limit, connect);
    }
}
