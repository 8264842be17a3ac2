package io.asyncio4j.file;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.Rethrow;
import io.asyncio4j.iter.AsyncCloseable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// An open file: what text and bytes have in common. Mirrors the file objects of aiofiles.
///
/// Loop-confined. Several tasks may use one file: its operations run one at a time, in the order of their awaits. What is
/// written is gathered in a buffer of 64 KiB and is in the file after [#flush()] or the end of the file's block.
///
/// Cancellation: an operation that waits for its turn has done nothing when it is cancelled. A read that has begun is left
/// on its way, and what it reads is kept for the next one. Anything else that has begun runs to its end before the
/// `CancelledError` comes out, or its failure instead; only a second cancellation stops waiting for it, and then its
/// failure comes out of the next operation. Closing always happens.
///
/// Failures are those of the JDK: a [java.nio.file.FileSystemException] says how much of a write is in the file; an
/// operation on a closed file raises a [java.nio.channels.ClosedChannelException]; one in the wrong direction an
/// `IllegalStateException`.
public abstract sealed class AsyncFile implements AsyncCloseable, AutoCloseable permits AsyncBinaryFile, AsyncTextFile {
    final OpenFile file;
    /// Held by all faces of a file and by nothing else: when it is collected, nobody has the file.
    final Object handle;

    AsyncFile(OpenFile file, Object handle) {
        this.file = file;
        this.handle = handle;
    }

    /// The path as it was given; the stream's name for a standard stream.
    public final String name() {
        return file.name;
    }

    /// Whether it was opened for reading.
    public final boolean isReadable() {
        return file.readable;
    }

    /// Whether it was opened for writing.
    public final boolean isWritable() {
        return file.writable;
    }

    /// Whether it has positions, as a regular file has and a pipe has not.
    public final boolean isSeekable() {
        return file.hasPositions();
    }

    /// Whether closing has begun.
    public final boolean isClosed() {
        return file.isClosed();
    }

    /// The position of the next read or write, in bytes from the start of the file.
    ///
    /// @return a coroutine; raises [IOException] if the file has no positions
    public final Coroutine<Long> tell() {
        return Coroutine.of(() -> file.exclusively("tell", file::tell));
    }

    /// Moves to `position`, in bytes from the start of the file.
    ///
    /// @return a coroutine that gives the position; raises [IOException] if the file has no positions
    public final Coroutine<Long> seek(long position) {
        return seek(position, Whence.START);
    }

    /// Moves to `offset` bytes from `whence`. In a text file, only what [#tell()] gave is sure to be the start of a
    /// character.
    ///
    /// @return a coroutine that gives the position; raises [IOException] if the file has no positions
    public final Coroutine<Long> seek(long offset, Whence whence) {
        return Coroutine.of(() -> file.exclusively("seek", () -> file.seek(offset, whence)));
    }

    /// The size of the file in bytes, with what was written to it.
    public final Coroutine<Long> size() {
        return Coroutine.of(() -> file.exclusively("size", file::size));
    }

    /// Cuts the file off at the current position.
    ///
    /// @return a coroutine that gives the new size
    public final Coroutine<Long> truncate() {
        return Coroutine.of(() -> file.exclusively("truncate", () -> file.truncate(file.tell())));
    }

    /// Makes the file `size` bytes long: cuts it off, or fills it up with zeros. The position stays.
    ///
    /// @return a coroutine that gives the new size
    public final Coroutine<Long> truncate(long size) {
        return Coroutine.of(() -> file.exclusively("truncate", () -> file.truncate(size)));
    }

    /// Hands what was written to the operating system.
    public final Coroutine<@Nullable Void> flush() {
        return Coroutine.of(() -> file.exclusively("flush", () -> {
            file.flush();
            return null;
        }));
    }

    /// Brings what was written to the disk: `os.fsync`.
    public final Coroutine<@Nullable Void> sync() {
        return Coroutine.of(() -> file.exclusively("sync", () -> {
            file.sync();
            return null;
        }));
    }

    /// Writes what is to be written and closes, whether or not writing succeeds, behind the operations that were asked
    /// for before. Waits on the calling coroutine's stack, so that a file can stand in a try statement. Does nothing the
    /// second time.
    ///
    /// @throws IOException when something could not be written; it is lost, and the file is closed
    @Override
    public final void close() throws IOException {
        try {
            file.close();
        } catch (IOException | RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw Rethrow.sneaky(failure);
        }
    }

    /// As [#close()].
    @Override
    public final Coroutine<@Nullable Void> aclose() {
        return Coroutine.of(() -> {
            file.close();
            return null;
        });
    }

    @Override
    public final String toString() {
        return "<" + getClass().getSimpleName() + " " + file.name + (file.isClosed() ? " closed" : "")
                + (file.readable ? " readable" : "") + (file.writable ? " writable" : "") + ">";
    }
}
