package io.asyncio4j.transport.spi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// A part of a file that is to be sent. Immutable; the file is its owner's.
///
/// @param file an open file
/// @param offset where to begin
/// @param count how many bytes; [#TO_END] for all that follow
public record FilePart(FileChannel file, long offset, long count) {
    /// All up to the end of the file.
    public static final long TO_END = Long.MAX_VALUE;

    /// Checks the range.
    ///
    /// @throws IllegalArgumentException when the offset is negative or the count not positive
    public FilePart {
        if (offset < 0) {
            throw new IllegalArgumentException("sendfile offset is negative: " + offset + "; give 0 or more");
        }
        if (count <= 0) {
            throw new IllegalArgumentException(
                    "sendfile count is not positive: " + count + "; give at least 1, or TO_END");
        }
    }

    /// How many of the bytes there are now.
    public long length() throws IOException {
        return Math.min(count, Math.max(0, file.size() - offset));
    }

    /// Whether the operating system can send the file by itself: it is the JDK's own kind.
    public boolean isPlatforms() {
        return file.getClass().getModule() == Object.class.getModule();
    }

    /// Reads what fits into `target`, as if `sent` bytes had been read before.
    ///
    /// @return how many bytes; -1 at the end
    public int read(ByteBuffer target, long sent) throws IOException {
        long left = count - sent;
        if (left <= 0) {
            return -1;
        }
        target.limit((int) Math.min(target.limit(), target.position() + left));
        return file.read(target, offset + sent);
    }

    /// Moves the file's position behind what has been sent; not if that is nothing.
    public void sent(long bytes) throws IOException {
        if (bytes > 0) {
            file.position(offset + bytes);
        }
    }
}
