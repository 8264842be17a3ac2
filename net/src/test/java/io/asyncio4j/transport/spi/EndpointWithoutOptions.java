package io.asyncio4j.transport.spi;

import java.net.SocketOption;

/// The ends of a socket that is only in memory.
public interface EndpointWithoutOptions extends Endpoint {
    @Override
    default <T> T getOption(SocketOption<T> option) {
        throw new UnsupportedOperationException();
    }

    @Override
    default <T> void setOption(SocketOption<T> option, T value) {
        throw new UnsupportedOperationException();
    }
}
