package io.asyncio4j.transport;

/// A transport that a [TransportLayer] can be put on. Loop-confined.
public interface LayerableTransport extends Transport {

    /// Closes at once, as [#abort()], with a reason that the protocol hears.
    void abort(Throwable failure);
}
