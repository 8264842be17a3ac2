package io.asyncio4j.socket;

import java.net.SocketAddress;

/// What [Sockets#sockRecvFromInto] gives. Immutable.
///
/// @param count how many bytes were put into the buffer
/// @param sender who sent them
public record ReceivedInto(int count, SocketAddress sender) {
}
