package io.asyncio4j.file;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;

/// Reads a number of characters, and takes exactly their bytes. Loop-confined, for one read that has its turn.
final class CharacterReading {
    private static final int MOST_AT_ONCE = 8 * 1024;

    private final OpenFile file;
    private final TextCodec codec;
    private final CharsetDecoder decoder;
    private final LineEnds ends;
    private final boolean universal;
    private final StringBuilder text = new StringBuilder();
    private int used;
    private boolean more = true;
    private boolean afterReturn;

    CharacterReading(OpenFile file, TextCodec codec, Newlines newlines) {
        this.file = file;
        this.codec = codec;
        this.decoder = codec.decoder();
        this.ends = LineEnds.of(codec.charset(), newlines);
        this.universal = newlines == Newlines.UNIVERSAL;
    }

    String read(int count) throws Exception {
        while (text.length() < count) {
            int wanted = count - text.length();
            int before = used;
            CoderResult result = decode(Math.min(wanted, MOST_AT_ONCE));
            if (result.isUnderflow()) {
                if (!more) {
                    break;
                }
                more = file.fill(file.window.size() + 1);
            } else if (wanted == 1 && used == before) {
                // A surrogate pair, which does not fit.
                if (text.isEmpty()) {
                    decode(2);
                }
                break;
            }
        }
        takeNewlineOfReturn();
        file.consume(used);
        return text.toString();
    }

    private CoderResult decode(int most) throws MalformedTextException {
        ByteWindow window = file.window;
        ByteBuffer in = ByteBuffer.wrap(window.bytes, window.start + used, window.size() - used);
        CharBuffer out = CharBuffer.allocate(most);
        CoderResult result = decoder.decode(in, out, !more);
        used = in.position() - window.start;
        if (result.isError()) {
            throw codec.unreadable(in, result, file.position() + used);
        }
        append(out.flip());
        return result;
    }

    private void append(CharBuffer characters) {
        if (!universal) {
            text.append(characters);
            return;
        }
        while (characters.hasRemaining()) {
            char each = characters.get();
            if (each != '\n' || !afterReturn) {
                text.append(each == '\r' ? '\n' : each);
            }
            afterReturn = each == '\r';
        }
    }

    /// The `\n` of a `\r\n` belongs to the character that was read for it.
    private void takeNewlineOfReturn() throws Exception {
        if (!afterReturn) {
            return;
        }
        if (more && file.window.size() - used < ends.width) {
            file.fill(used + ends.width);
        }
        if (file.window.size() - used >= ends.width && ends.isNewline(file.window.bytes, file.window.start + used)) {
            used += ends.width;
        }
    }
}
