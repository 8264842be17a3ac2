package io.asyncio4j.http.codec;

import io.asyncio4j.http.HttpLimits;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// How server connections behave. Immutable. Times are seconds, infinite for no limit.
///
/// @param limits how much one request may hold
/// @param headSeconds from the first byte of a head, or from the accept, to its last
/// @param bodySeconds between two pieces of a body
/// @param idleSeconds between the end of a response and the next request
/// @param lingerSeconds after the last response, for the peer to close first
/// @param pipeline requests of one connection taken in before the first is answered
/// @param ssl how to encrypt, or null for plain text
public record ServerWireOptions(HttpLimits limits, double headSeconds, double bodySeconds, double idleSeconds,
        double lingerSeconds, int pipeline, @Nullable SSLContext ssl) {
}
