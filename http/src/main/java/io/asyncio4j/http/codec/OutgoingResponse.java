package io.asyncio4j.http.codec;

import io.asyncio4j.http.Headers;
import io.asyncio4j.http.Status;

/// A whole response to be sent. Immutable; nobody changes the array.
///
/// @param status the status
/// @param headers the header fields without those of the framing
/// @param body the body; sent or left out as method and status demand
public record OutgoingResponse(Status status, Headers headers, byte[] body) {
}
