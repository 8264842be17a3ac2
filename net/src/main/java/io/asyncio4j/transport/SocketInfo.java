package io.asyncio4j.transport;

import io.asyncio4j.transport.spi.Endpoint;

import java.net.SocketAddress;

import org.jspecify.annotations.Nullable;

/// What a transport knows about its socket, also after that is closed. Immutable.
final class SocketInfo {
    private final TransportSocket socket;
    private final @Nullable SocketAddress local;
    private final @Nullable SocketAddress remote;

    SocketInfo(Endpoint endpoint) {
        socket = new TransportSocket(endpoint);
        local = socket.localAddress();
        remote = socket.remoteAddress();
    }

    <T> @Nullable T get(ExtraInfo<T> key) {
        return key.type().cast(key == ExtraInfo.SOCKET ? socket
                : key == ExtraInfo.SOCKNAME ? local : key == ExtraInfo.PEERNAME ? remote : null);
    }

    @Override
    public String toString() {
        return "local=" + local + ", peer=" + remote;
    }
}
