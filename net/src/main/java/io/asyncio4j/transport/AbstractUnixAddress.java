package io.asyncio4j.transport;

import java.net.SocketAddress;
import java.util.Objects;

/// The address of a unix socket in Linux's abstract namespace: a name that is no file, and that goes with the socket. In
/// Python it is a path that begins with a NUL. Sockets that are files have the JDK's [java.net.UnixDomainSocketAddress].
/// Immutable.
public final class AbstractUnixAddress extends SocketAddress {
    private static final long serialVersionUID = 1L;

    private final String name;

    private AbstractUnixAddress(String name) {
        this.name = name;
    }

    /// The address of this name, which is written without the NUL.
    ///
    /// @throws IllegalArgumentException when the name is empty
    public static AbstractUnixAddress of(String name) {
        Objects.requireNonNull(name, "name");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("abstract unix address is empty; give it a name");
        }
        return new AbstractUnixAddress(name);
    }

    /// The name without the NUL.
    public String name() {
        return name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AbstractUnixAddress that && that.name.equals(name);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(name);
    }

    /// `@name`, as the tools of Linux write it.
    @Override
    public String toString() {
        return "@" + name;
    }
}
