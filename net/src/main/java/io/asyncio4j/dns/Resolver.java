package io.asyncio4j.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Finds the addresses of a host: what `getaddrinfo` is to asyncio.
@FunctionalInterface
public interface Resolver {

    /// The addresses, in the order in which they should be tried; at least one. Called by a coroutine; may await.
    ///
    /// @throws UnknownHostException when there are none
    List<InetAddress> resolve(String host) throws Exception;

    /// The operating system's, asked on the loop's default executor. An address written in numbers is not looked up.
    static Resolver system() {
        return SystemResolver.INSTANCE;
    }
}
