package io.asyncio4j.net.netty;

import io.asyncio4j.transport.spi.Endpoint;
import io.asyncio4j.transport.spi.Readiness;
import io.asyncio4j.transport.spi.ReadinessListener;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The system calls of a listening socket that does not block. Confined to the loop's own thread.
interface ListeningSocket {

    /// The next connection, or null when none waits.
    @Nullable StreamSocket accept() throws IOException;

    Readiness watch(NettyDriver driver, ReadinessListener listener) throws IOException;

    Endpoint endpoint();

    /// Closes it; the watch has been cancelled.
    void close();
}
