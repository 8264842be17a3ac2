package io.asyncio4j.socket;

import java.net.SocketAddress;

/// What [Sockets#sockRecvFrom] gives. Immutable but for its bytes, which belong to the caller.
///
/// @param data the datagram, cut at the size that was asked for
/// @param sender who sent it
public record Received(byte[] data, SocketAddress sender) {
}
