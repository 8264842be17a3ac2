package io.asyncio4j.transport;

/// A connection of two directions: asyncio's `Transport`. Loop-confined.
public interface Transport extends ReadTransport, WriteTransport {
}
