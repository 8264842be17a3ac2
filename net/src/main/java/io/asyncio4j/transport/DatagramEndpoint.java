package io.asyncio4j.transport;

/// What `createDatagramEndpoint` gives. Immutable.
///
/// @param transport the socket
/// @param protocol what the factory made for it
/// @param <P> the protocol's class
public record DatagramEndpoint<P extends DatagramProtocol>(DatagramTransport transport, P protocol) {
}
