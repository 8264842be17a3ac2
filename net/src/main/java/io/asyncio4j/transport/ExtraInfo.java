package io.asyncio4j.transport;

import java.net.SocketAddress;
import java.util.Objects;

/// A question to [BaseTransport#getExtraInfo]: asyncio's names with the type of the answer. Immutable; compared by
/// identity.
///
/// @param <T> the answer
public final class ExtraInfo<T> {
    /// The socket, for its options.
    public static final ExtraInfo<TransportSocket> SOCKET = named("socket", TransportSocket.class);
    /// The address of this side.
    public static final ExtraInfo<SocketAddress> SOCKNAME = named("sockname", SocketAddress.class);
    /// The address of the other side.
    public static final ExtraInfo<SocketAddress> PEERNAME = named("peername", SocketAddress.class);
    /// The end of the pipe that a transport of [Pipes] serves.
    public static final ExtraInfo<PipeEnd> PIPE = named("pipe", PipeEnd.class);

    private final String name;
    private final Class<T> type;

    private ExtraInfo(String name, Class<T> type) {
        this.name = name;
        this.type = type;
    }

    /// A new question; for rooms that make transports.
    public static <T> ExtraInfo<T> named(String name, Class<T> type) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        return new ExtraInfo<>(name, type);
    }

    /// asyncio's name for it.
    public String name() {
        return name;
    }

    /// The type of the answer.
    public Class<T> type() {
        return type;
    }

    @Override
    public String toString() {
        return name;
    }
}
