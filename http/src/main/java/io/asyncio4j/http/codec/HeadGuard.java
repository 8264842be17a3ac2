package io.asyncio4j.http.codec;

import io.asyncio4j.http.HttpLimits;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import java.util.Objects;

/// Stands between the bytes and a codec: lets a head through only whole and within limits. Loop-confined.
///
/// Implementation note. Three states: in a head (the scanner looks first), in a body (the codec looks alone), refused
/// (everything is thrown away, so nothing after a bad message is ever taken for a message).
final class HeadGuard {

    private final HeadScanner scanner;
    private boolean inHead = true;
    private boolean refused;

    HeadGuard(HttpLimits limits, boolean request) {
        scanner = new HeadScanner(limits, request);
    }

    /// {@return whether the codec may look at `in` now; a refusal is put in `out`}
    boolean admit(ByteBuf in, List<Object> out) {
        if (refused) {
            in.skipBytes(in.readableBytes());
            return false;
        }
        if (!inHead) {
            return true;
        }
        switch (scanner.scan(in)) {
            case MORE -> {
                return false;
            }
            case COMPLETE -> {
                in.skipBytes(scanner.leading());
                return true;
            }
            case REFUSED -> {
                out.add(Objects.requireNonNull(scanner.refusal()));
                refuse();
                in.skipBytes(in.readableBytes());
                return false;
            }
        }
        throw new AssertionError();
    }

    /// Takes note of what the codec made of the bytes.
    void note(List<Object> out, int from) {
        for (int i = from; i < out.size(); i++) {
            Object message = out.get(i);
            if (message instanceof LastHttpContent) {
                inHead = true;
                scanner.reset();
            } else if (message instanceof HttpMessage) {
                inHead = false;
            }
        }
    }

    /// Throws away all further input.
    void refuse() {
        refused = true;
    }

    boolean isMidHead() {
        return inHead && !refused && scanner.isMidway();
    }

    boolean isMidBody() {
        return !inHead && !refused;
    }
}
