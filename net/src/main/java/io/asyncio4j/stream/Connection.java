package io.asyncio4j.stream;

/// Both sides of a stream. Immutable.
///
/// @param reader receives
/// @param writer sends, and closes
public record Connection(StreamReader reader, StreamWriter writer) {
}
