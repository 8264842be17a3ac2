package io.asyncio4j.file;

/// What a position given to [AsyncFile#seek(long, Whence)] counts from: Python's `os.SEEK_SET`, `SEEK_CUR`, `SEEK_END`.
public enum Whence {
    /// The first byte of the file.
    START,
    /// Where the next read or write would be.
    CURRENT,
    /// The end of the file.
    END
}
