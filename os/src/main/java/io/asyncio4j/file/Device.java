package io.asyncio4j.file;

import java.io.IOException;

/// What an open file stands on: calls that may block, on threads of an executor. One at a time, except [#close()], which
/// may come from another thread while a read waits.
interface Device {
    /// Where the device has no positions of its own, `at` means nothing.
    boolean hasPositions();

    /// Whether small writes are gathered before they go out.
    boolean gathersWrites();

    /// Whether it was open before this program opened it, and need not be closed.
    boolean belongsToProcess();

    /// Reads at least one byte.
    ///
    /// @return how many, or -1 at the end
    int read(byte[] bytes, int from, int count, long at) throws IOException;

    /// Writes at least one byte.
    ///
    /// @return how many
    int write(byte[] bytes, int from, int count, long at) throws IOException;

    /// In bytes.
    long size() throws IOException;

    /// Cuts off, or fills up with zeros.
    void resize(long size) throws IOException;

    /// Brings everything written to the disk.
    void sync() throws IOException;

    /// Ends it, also under a read that waits.
    ///
    /// @param unread bytes read from it that nobody has taken
    void close(byte[] unread) throws IOException;
}
