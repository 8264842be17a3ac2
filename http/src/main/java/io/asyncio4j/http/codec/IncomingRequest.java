package io.asyncio4j.http.codec;

import io.asyncio4j.http.Headers;
import io.asyncio4j.http.Method;

/// A whole request as it came. Immutable; nobody changes the array.
///
/// @param method the method, spelled as it came
/// @param target path and query in origin form, or `*`
/// @param authority host and port it is meant for; empty only for HTTP/1.0
/// @param headers the header fields without trailers
/// @param body the body, empty when there was none
/// @param keepAlive whether the client wants to go on with the connection
/// @param http10 whether the client speaks HTTP/1.0
public record IncomingRequest(Method method, String target, String authority, Headers headers, byte[] body,
        boolean keepAlive, boolean http10) {
}
