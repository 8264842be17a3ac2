package io.asyncio4j.http.codec;

import io.asyncio4j.http.Headers;
import io.asyncio4j.http.Method;

/// A whole request to be sent. Immutable; nobody changes the array.
///
/// @param method the method
/// @param target path and query
/// @param headers all header fields, `Host` included, without those of the framing
/// @param body the body, empty for none
public record OutgoingRequest(Method method, String target, Headers headers, byte[] body) {
}
