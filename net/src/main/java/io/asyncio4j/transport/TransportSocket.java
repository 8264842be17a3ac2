package io.asyncio4j.transport;

import io.asyncio4j.transport.spi.Endpoint;

import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.SocketOption;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What may be done to the socket below a transport or a server without disturbing it: addresses and options. asyncio's
/// `TransportSocket`. Loop-confined.
public final class TransportSocket {
    private final Endpoint endpoint;

    TransportSocket(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /// The address of this side, or null when it has none.
    public @Nullable SocketAddress localAddress() {
        return endpoint.localAddress();
    }

    /// The address of the other side, or null when it has none.
    public @Nullable SocketAddress remoteAddress() {
        return endpoint.remoteAddress();
    }

    /// The value of an option, such as `StandardSocketOptions.SO_KEEPALIVE`.
    ///
    /// @throws UncheckedIOException when the socket is closed
    /// @throws UnsupportedOperationException when this socket does not know it
    public <T> T getOption(SocketOption<T> option) {
        Objects.requireNonNull(option, "option");
        return endpoint.getOption(option);
    }

    /// Sets an option.
    ///
    /// @throws UncheckedIOException when the socket is closed
    /// @throws UnsupportedOperationException when this socket does not know it
    public <T> void setOption(SocketOption<T> option, T value) {
        Objects.requireNonNull(option, "option");
        endpoint.setOption(option, value);
    }

    @Override
    public String toString() {
        return "TransportSocket[local=" + localAddress() + ", remote=" + remoteAddress() + "]";
    }
}
