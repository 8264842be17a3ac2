package io.asyncio4j.net.netty;

import io.asyncio4j.transport.AbstractUnixAddress;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.BindException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import org.jspecify.annotations.Nullable;

/// Addresses of unix sockets, here and at Netty's. Stateless.
final class UnixAddresses {
    /// Of a socket that is not bound.
    private static final UnixDomainSocketAddress UNNAMED = UnixDomainSocketAddress.of("");

    private UnixAddresses() {
    }

    static boolean isUnix(SocketAddress address) {
        return address instanceof UnixDomainSocketAddress || address instanceof AbstractUnixAddress;
    }

    /// Netty's for its native sockets.
    static SocketAddress toNative(SocketAddress address) {
        return switch (address) {
            case UnixDomainSocketAddress file -> new DomainSocketAddress(file.getPath().toString());
            case AbstractUnixAddress named -> new DomainSocketAddress('\0' + named.name());
            default -> throw new IllegalArgumentException("unix socket has an address of another family: " + address
                    + "; give a UnixDomainSocketAddress or an AbstractUnixAddress");
        };
    }

    /// Ours for what Netty says.
    static SocketAddress plain(@Nullable DomainSocketAddress address) {
        String path = address == null ? "" : address.path();
        return path.length() > 1 && path.charAt(0) == '\0'
                ? AbstractUnixAddress.of(path.substring(1))
                : path.isEmpty() ? UNNAMED : UnixDomainSocketAddress.of(path);
    }

    /// The bytes that the system knows it by.
    static byte[] bytes(SocketAddress address) {
        String name = address instanceof AbstractUnixAddress named ? '\0' + named.name()
                : ((UnixDomainSocketAddress) address).getPath().toString();
        return name.getBytes(StandardCharsets.UTF_8);
    }

    /// Ours for the bytes that the system knows it by.
    static SocketAddress of(byte... name) {
        String text = new String(name, StandardCharsets.UTF_8);
        return text.isEmpty() ? UNNAMED
                : text.charAt(0) == '\0' ? AbstractUnixAddress.of(text.substring(1)) : UnixDomainSocketAddress.of(text);
    }

    /// Netty's `bind` removes what lies at the path, so that must be nothing.
    static void refuseTaken(SocketAddress local) throws SocketException {
        if (local instanceof UnixDomainSocketAddress file
                && Files.exists(file.getPath(), LinkOption.NOFOLLOW_LINKS)) {
            throw new BindException("address already in use");
        }
    }

    /// The JDK's sockets know no abstract names.
    static SocketAddress forJdk(SocketAddress address) throws SocketException {
        if (address instanceof AbstractUnixAddress) {
            throw new SocketException("abstract unix addresses are not known to the JDK's sockets: " + address
                    + "; use -Dasyncio4j.io=epoll or io_uring, or a path");
        }
        return address;
    }
}
