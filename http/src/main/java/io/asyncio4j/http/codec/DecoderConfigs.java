package io.asyncio4j.http.codec;

import io.asyncio4j.http.HttpLimits;
import io.netty.handler.codec.http.HttpDecoderConfig;

/// Our limits in Netty's words. Immutable, no state.
final class DecoderConfigs {

    private static final int CHUNK = 65_536;

    private DecoderConfigs() {
    }

    static HttpDecoderConfig of(HttpLimits limits) {
        return new HttpDecoderConfig().setMaxInitialLineLength(limits.line()).setMaxHeaderSize(limits.head())
                .setMaxChunkSize(CHUNK).setAllowDuplicateContentLengths(false).setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true);
    }
}
