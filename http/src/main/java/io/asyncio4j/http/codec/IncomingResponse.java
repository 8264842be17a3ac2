package io.asyncio4j.http.codec;

import io.asyncio4j.http.Headers;
import io.asyncio4j.http.Status;

/// A whole response as it came, decompressed. Immutable; nobody changes the array.
///
/// @param status the status
/// @param headers the header fields; `Content-Encoding` is gone where the body was decompressed
/// @param body the body
/// @param reusable whether the connection may carry another request
public record IncomingResponse(Status status, Headers headers, byte[] body, boolean reusable) {
}
