package io.asyncio4j.http.codec;

import io.asyncio4j.http.Status;

/// Why a message is not accepted. Immutable.
///
/// @param status what a server answers
/// @param reason what is wrong, at most 100 bytes; a request is never echoed
record Refusal(Status status, String reason) {

    static Refusal of(int code, String reason) {
        return new Refusal(Status.of(code), reason);
    }
}
