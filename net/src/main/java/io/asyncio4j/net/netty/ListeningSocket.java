package io.asyncio4j.net.netty;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The system calls of a listening socket that does not block. Confined to the loop's own thread.
interface ListeningSocket {

    /// The next connection, or null when none waits.
    @Nullable StreamSocket accept() throws IOException;

    /// Refuses who connects from now on, also while a poller still holds on to the socket. It is closed next.
    default void refuse() {
        // nothing holds on to it
    }

    /// The socket itself.
    SocketHandle handle();
}
