package io.asyncio4j.loop;

import io.asyncio4j.context.Context;
import org.jspecify.annotations.Nullable;

/// The handle of [EventLoop#callSoon]; a class of its own so that the loop recognises the common case by one comparison.
final class SoonHandle extends Handle {
    SoonHandle(EventLoop loop, Runnable callback, @Nullable Context context) {
        super(loop, callback, context);
    }
}
