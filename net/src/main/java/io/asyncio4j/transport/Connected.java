package io.asyncio4j.transport;

/// What `createConnection` gives. Immutable.
///
/// @param transport the connection
/// @param protocol what the factory made for it
/// @param <P> the protocol's class
public record Connected<P extends BaseProtocol>(Transport transport, P protocol) {
}
