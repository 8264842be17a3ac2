package io.asyncio4j.http.codec;

import io.asyncio4j.http.HttpLimits;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

/// Turns what Netty's decoder objects to into a refusal. Immutable, no state.
final class DecoderFailures {

    private DecoderFailures() {
    }

    static Refusal refusal(DecoderResult result, HttpLimits limits, String otherwise) {
        Throwable cause = result.cause();
        if (cause instanceof TooLongHttpLineException) {
            return Refusal.of(414, "line is longer than " + limits.line() + " bytes");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return Refusal.of(431, "headers are longer than " + limits.head() + " bytes");
        }
        return Refusal.of(400, otherwise);
    }
}
