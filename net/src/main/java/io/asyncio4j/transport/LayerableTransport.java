package io.asyncio4j.transport;

/// A transport that a [TransportLayer] can be put on. Loop-confined.
public interface LayerableTransport extends Transport {

    /// Closes at once, as [#abort()], with a reason that the protocol hears.
    void abort(Throwable failure);

    /// Whether what is written from now on goes nowhere, although nobody may have closed the transport.
    boolean dropsWrites();

    /// Whether the protocol has been told to pause writing, and not yet to resume.
    boolean isWritingPaused();
}
