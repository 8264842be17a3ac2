package io.asyncio4j.file;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import java.util.HexFormat;

/// Text from bytes and bytes from text, where what is malformed is said with its place. Owner-confined.
final class TextCodec {
    private static final char REPLACEMENT = '\uFFFD';

    private final Charset charset;
    private final CodingErrorAction malformed;
    private final String file;
    private final CharsetEncoder encoder;

    TextCodec(Charset charset, CodingErrorAction malformed, String file) {
        this.charset = charset;
        this.malformed = malformed;
        this.file = file;
        if (!charset.canEncode()) {
            throw new IllegalArgumentException("open refused: " + charset + " cannot write text; give another charset");
        }
        this.encoder = charset.newEncoder().onMalformedInput(malformed).onUnmappableCharacter(malformed);
    }

    Charset charset() {
        return charset;
    }

    CharsetDecoder decoder() {
        return charset.newDecoder().onMalformedInput(malformed).onUnmappableCharacter(malformed);
    }

    /// @param position of the first byte, for the message
    String decode(byte[] bytes, int from, int count, long position) throws MalformedTextException {
        // The JDK's fast way puts a replacement character for what is malformed: without one, nothing was.
        String text = new String(bytes, from, count, charset);
        if (text.indexOf(REPLACEMENT) < 0 || malformed == CodingErrorAction.REPLACE) {
            return text;
        }
        return decodeStrictly(bytes, from, count, position);
    }

    private String decodeStrictly(byte[] bytes, int from, int count, long position) throws MalformedTextException {
        CharsetDecoder decoder = decoder();
        ByteBuffer in = ByteBuffer.wrap(bytes, from, count);
        CharBuffer out = CharBuffer.allocate((int) Math.ceil(count * (double) decoder.maxCharsPerByte()) + 1);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            throw unreadable(in, result, position + in.position() - from);
        }
        decoder.flush(out);
        return out.flip().toString();
    }

    /// @param in stands at the bytes
    MalformedTextException unreadable(ByteBuffer in, CoderResult result, long position) {
        byte[] bad = new byte[Math.min(result.length(), in.remaining())];
        in.get(in.position(), bad);
        return new MalformedTextException(
                "read found bytes that are not " + charset + ": " + file + ", byte " + position
                        + " (" + HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bad)
                        + "); open it with its charset, or with FileOptions.withMalformed",
                position);
    }

    byte[] encode(String text) throws MalformedTextException {
        CharBuffer in = CharBuffer.wrap(text.toCharArray());
        try {
            ByteBuffer out = encoder.encode(in);
            return out.remaining() == out.array().length ? out.array()
                    : Arrays.copyOfRange(out.array(), out.position(), out.limit());
        } catch (CharacterCodingException malformed) {
            int index = in.position();
            MalformedTextException described = new MalformedTextException(
                    "write found a character that " + charset + " does not have: " + file + ", index " + index + " (U+"
                            + HexFormat.of().withUpperCase().toHexDigits(text.codePointAt(index),
                                    text.codePointAt(index) < 0x10000 ? 4 : 6)
                            + "); open it with another charset, or with FileOptions.withMalformed",
                    index);
            described.initCause(malformed);
            throw described;
        }
    }
}
