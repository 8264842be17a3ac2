package io.asyncio4j.transport.spi;

import java.io.IOException;

/// Gets what a [Listener] accepts. Called on the loop's own thread during the poll; it must neither run a program's code
/// nor await.
public interface Acceptor {

    /// A connection has been accepted.
    void accepted(Wire wire);

    /// Accepting failed, most often because the process has run out of descriptors. The listener has not changed.
    void failed(IOException failure);
}
