package io.asyncio4j.testing;

import io.asyncio4j.transport.spi.Endpoint;

import java.net.SocketAddress;
import java.net.SocketOption;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// The addresses and options of a socket that does not exist; it remembers the options it is given. Loop-confined.
final class MemoryEndpoint implements Endpoint {
    private final @Nullable SocketAddress local;
    private final @Nullable SocketAddress remote;
    private final Map<SocketOption<?>, Object> options = new HashMap<>(2);

    MemoryEndpoint(@Nullable SocketAddress local, @Nullable SocketAddress remote) {
        this.local = local;
        this.remote = remote;
    }

    @Override
    public @Nullable SocketAddress localAddress() {
        return local;
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public <T> T getOption(SocketOption<T> option) {
        Object value = options.get(option);
        if (value == null) {
            throw new UnsupportedOperationException("socket option is not set on this memory socket: " + option.name()
                    + "; it knows only what it has been given");
        }
        return option.type().cast(value);
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) {
        options.put(option, value);
    }

    @Override
    public String toString() {
        return local + " - " + remote;
    }
}
