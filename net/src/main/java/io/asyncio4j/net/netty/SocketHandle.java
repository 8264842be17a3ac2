package io.asyncio4j.net.netty;

import io.asyncio4j.transport.spi.Endpoint;
import io.asyncio4j.transport.spi.Watch;
import io.asyncio4j.transport.spi.WatchListener;
import java.io.IOException;

/// An open socket as such: what does not depend on what is sent through it. Loop-confined, but for what is said.
interface SocketHandle extends Endpoint {

    /// Watches it. Loop's own thread.
    Watch watch(NettyDriver driver, WatchListener listener) throws IOException;

    /// Closes it, at the end of its watch. Loop's own thread.
    void close();
}
