package io.asyncio4j.transport;

/// What can be put between a transport and a protocol: TLS. Thread-safe; one layer serves any number of connections.
public interface TransportLayer {

    /// The layer's part of one connection.
    ///
    /// @throws IllegalArgumentException when the layer cannot be put there
    Layered over(LayerRequest request);

    /// The layer's part of one connection.
    ///
    /// @param below the protocol for the transport underneath
    /// @param above the transport for the protocol on top
    record Layered(Protocol below, LayerableTransport above) {
    }
}
