package io.asyncio4j.file;

import java.io.IOException;

/// A line has more bytes than [FileOptions#lineLimit()]. Nothing was consumed: the file still stands at the line's start,
/// and `read(count)` gets past it.
public final class LineTooLongException extends IOException {
    private static final long serialVersionUID = 1;

    LineTooLongException(String file, int limit, long position) {
        super("readLine found no line end: " + file + ", " + limit + " bytes from byte " + position
                + " on; read parts with read(count), or raise FileOptions.withLineLimit");
    }
}
