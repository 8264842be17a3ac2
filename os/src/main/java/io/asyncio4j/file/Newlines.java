package io.asyncio4j.file;

/// What ends a line of text: Python's `newline` argument of `open`.
public enum Newlines {
    /// `\n`, `\r\n` and `\r` end a line, and all are read as `\n`; Python's `newline=None`. What is written stays as it is.
    UNIVERSAL,
    /// `\n` ends a line and nothing is changed; Python's `newline="\n"`.
    AS_IS
}
