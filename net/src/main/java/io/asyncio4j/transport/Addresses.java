package io.asyncio4j.transport;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/// Addresses for messages. Stateless.
final class Addresses {
    private Addresses() {
    }

    /// `127.0.0.1:80`, `[::1]:80`.
    static String text(SocketAddress address) {
        if (address instanceof InetSocketAddress internet && !internet.isUnresolved()) {
            String host = internet.getAddress().getHostAddress();
            return (internet.getAddress() instanceof Inet6Address ? "[" + host + "]" : host) + ":"
                    + internet.getPort();
        }
        return address.toString();
    }
}
