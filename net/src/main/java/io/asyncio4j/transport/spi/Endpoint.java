package io.asyncio4j.transport.spi;

import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.SocketOption;

import org.jspecify.annotations.Nullable;

/// A socket's addresses and options. Loop-confined.
public interface Endpoint {

    /// The address of this side, or null when it has none.
    @Nullable SocketAddress localAddress();

    /// The address of the other side, or null when it has none.
    @Nullable SocketAddress remoteAddress();

    /// The addresses that a socket has, for messages: one that was reset before it was looked at has only its own.
    static String text(Endpoint endpoint) {
        SocketAddress local = endpoint.localAddress();
        SocketAddress remote = endpoint.remoteAddress();
        if (local == null) {
            return remote == null ? "a socket without addresses" : remote.toString();
        }
        return remote == null ? local.toString() : local + " - " + remote;
    }

    /// The value of an option.
    ///
    /// @throws UncheckedIOException when the socket is closed
    /// @throws UnsupportedOperationException when this socket does not know it
    <T> T getOption(SocketOption<T> option);

    /// Sets an option.
    ///
    /// @throws UncheckedIOException when the socket is closed
    /// @throws UnsupportedOperationException when this socket does not know it
    <T> void setOption(SocketOption<T> option, T value);
}
