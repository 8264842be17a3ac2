package io.asyncio4j.transport;

/// A transport that receives: asyncio's `ReadTransport`. Loop-confined.
public interface ReadTransport extends BaseTransport {

    /// Whether data is being received: neither paused nor closing.
    boolean isReading();

    /// Stops calling the protocol with data until [#resumeReading()]. Pausing twice is harmless.
    void pauseReading();

    /// Undoes [#pauseReading()]; harmless when not paused or when closing.
    void resumeReading();
}
