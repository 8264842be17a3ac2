package io.asyncio4j.transport;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.Future;

import org.jspecify.annotations.Nullable;

/// What a [TransportLayer] is asked for. Immutable but for the future.
///
/// @param loop the loop of the connection
/// @param protocol the protocol on top
/// @param serverSide whether this side was connected to
/// @param host the name that was connected to, or null when there was none
/// @param connectionMade whether the protocol is to be told that the connection stands; not when it knows already
/// @param ready to be completed when the layer works, or with what hindered it
/// @param early bytes for the layer that were received before it was there
public record LayerRequest(EventLoop loop, BaseProtocol protocol, boolean serverSide, @Nullable String host,
        boolean connectionMade, Future<@Nullable Void> ready, byte[] early) {
}
