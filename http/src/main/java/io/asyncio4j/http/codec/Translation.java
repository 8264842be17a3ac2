package io.asyncio4j.http.codec;

import io.asyncio4j.http.Headers;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Iterator;
import java.util.Map;

/// Carries header fields between Netty's type and ours. Immutable, no state.
final class Translation {

    private Translation() {
    }

    static Headers headers(HttpHeaders from) {
        Headers.Builder builder = Headers.builder();
        Iterator<Map.Entry<CharSequence, CharSequence>> fields = from.iteratorCharSequence();
        while (fields.hasNext()) {
            Map.Entry<CharSequence, CharSequence> field = fields.next();
            builder.add(field.getKey().toString(), field.getValue().toString());
        }
        return builder.build();
    }

    static void copy(Headers from, HttpHeaders to) {
        for (Headers.Field field : from.fields()) {
            to.add(field.name(), field.value());
        }
    }
}
