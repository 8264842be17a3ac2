package io.asyncio4j.transport.spi;

import java.net.SocketAddress;

/// A datagram that has come. Immutable but for its bytes, which belong to whoever has it.
///
/// @param data what it carries; may be empty
/// @param sender who sent it
public record Datagram(byte[] data, SocketAddress sender) {
}
