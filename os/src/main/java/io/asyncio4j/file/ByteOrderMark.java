package io.asyncio4j.file;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The first bytes of a file in `UTF-16` or `UTF-32`, which say the order of the bytes in each character.
///
/// @param charset the charset with this order
/// @param bytes the mark
record ByteOrderMark(Charset charset, byte[] bytes) {
    /// Of the longest mark.
    static final int LONGEST = 4;

    private static final List<ByteOrderMark> OF_16 = List.of(
            new ByteOrderMark(StandardCharsets.UTF_16BE, new byte[]{-2, -1}),
            new ByteOrderMark(StandardCharsets.UTF_16LE, new byte[]{-1, -2}));
    private static final List<ByteOrderMark> OF_32 = List.of(
            new ByteOrderMark(StandardCharsets.UTF_32BE, new byte[]{0, 0, -2, -1}),
            new ByteOrderMark(StandardCharsets.UTF_32LE, new byte[]{-1, -2, 0, 0}));

    /// The marks of a charset, the usual one first; none if its order is fixed.
    static List<ByteOrderMark> of(Charset charset) {
        return charset.equals(StandardCharsets.UTF_16) ? OF_16
                : charset.equals(StandardCharsets.UTF_32) ? OF_32 : List.of();
    }

    /// The mark of one order.
    static byte[] of(List<ByteOrderMark> marks, Charset order) {
        return marks.stream().filter(mark -> mark.charset.equals(order)).findFirst().orElseThrow().bytes;
    }

    /// The mark that a window begins with.
    static @Nullable ByteOrderMark at(List<ByteOrderMark> marks, ByteWindow window) {
        for (ByteOrderMark mark : marks) {
            if (window.size() >= mark.bytes.length && mark.isAt(window)) {
                return mark;
            }
        }
        return null;
    }

    private boolean isAt(ByteWindow window) {
        for (int i = 0; i < bytes.length; i++) {
            if (window.bytes[window.start + i] != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
