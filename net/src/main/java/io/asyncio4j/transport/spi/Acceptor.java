package io.asyncio4j.transport.spi;

import io.asyncio4j.loop.EventLoop;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/// Gets what a [Listener] accepts. Called on the loop's own thread during the poll; it must neither run a program's code
/// nor await.
public interface Acceptor {

    /// A connection has been accepted. Called on the thread of [#loop()].
    void accepted(Wire wire);

    /// Who takes the connection that has just come; asked before its wire is made.
    default Acceptor next() {
        return this;
    }

    /// The loop on which this acceptor's wires live, or null for the listener's own.
    default @Nullable EventLoop loop() {
        return null;
    }

    /// Accepting failed, most often because the process has run out of descriptors. The listener has not changed.
    void failed(IOException failure);
}
