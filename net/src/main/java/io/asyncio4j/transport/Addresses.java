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

    /// @throws IllegalArgumentException unless the port is one
    static void checkPort(String operation, int port) {
        if (port < 0 || port > 0xFFFF) {
            throw new IllegalArgumentException(operation + " got a port out of range: " + port + "; give 0 to 65535");
        }
    }
}
