package io.asyncio4j.file;

import java.nio.charset.CharacterCodingException;

/// Bytes that are no text in the charset they are read with, or text that a charset cannot write: Python's
/// `UnicodeDecodeError` and `UnicodeEncodeError`. Nothing was consumed or written.
public final class MalformedTextException extends CharacterCodingException {
    private static final long serialVersionUID = 1;

    private final String message;
    private final long position;

    MalformedTextException(String message, long position) {
        this.message = message;
        this.position = position;
    }

    /// Where it is: the byte in the file when reading, the index in the text when writing.
    public long position() {
        return position;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
