package io.asyncio4j.file;

import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Origin;
import io.asyncio4j.coroutine.Rethrow;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.sync.Lock;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Task;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// A file that is open: its position, its buffers, the order of its operations. [AsyncTextFile] and [AsyncBinaryFile] are
/// faces of it.
///
/// Loop-confined.
/*
 * Implementation note. The position is that of the next byte to read or write. At most one buffer holds bytes:
 *
 * | phase | window | write buffer | where the window or buffer begins in the file |
 * |---|---|---|---|
 * | neither | empty | empty | |
 * | reading | bytes | empty | position |
 * | writing | empty | bytes | position less the buffer's size |
 *
 * What has no positions (a pipe) reads and writes independently: both buffers may hold bytes, and the position counts both.
 *
 * Operations take turns by a lock, in the order of their awaits. What the buffers can serve needs no turn when the file is
 * idle: nobody has the turn or waits for it, and no trip is on its way.
 *
 * | event | a read's trip | a write's trip (also flush, truncate, sync) |
 * |---|---|---|
 * | cancelled before a thread has begun it | taken back | taken back, unless the file is closing |
 * | cancelled later | left on its way; what it reads stays in the window | waited for, then the CancelledError |
 * | cancelled twice | | left on its way |
 *
 * A trip left on its way is `underway`; the next operation waits for it first and gets its failure.
 *
 * Closing is a task of its own, so that it outlives whoever asked for it. It takes its turn, except that a read which may
 * wait for ever (a pipe, a terminal) is ended by closing the device under it.
 */
final class OpenFile {
    private static final int FIRST_READ = 16 * 1024;
    private static final int LARGEST_READ = 256 * 1024;

    final EventLoop loop;
    final String name;
    final boolean readable;
    final boolean writable;
    final ByteWindow window = new ByteWindow();
    final StackTraceElement @Nullable [] openedAt;

    private final Device device;
    private final @Nullable Executor executor;
    private final WriteBuffer buffer = new WriteBuffer();
    private final Lock turn = new Lock();
    private long position;
    private int nextRead = FIRST_READ;
    private int inLine;
    private boolean reading;
    private @Nullable Trip<?> underway;
    private boolean underwayReads;
    private @Nullable CancelledError late;
    private @Nullable Task<@Nullable Void> closing;
    private boolean gone;

    OpenFile(EventLoop loop, @Nullable Executor executor, Device device, String name, long position,
            boolean readable, boolean writable) {
        this.loop = loop;
        this.executor = executor;
        this.device = device;
        this.name = name;
        this.position = position;
        this.readable = readable;
        this.writable = writable;
        this.openedAt = loop.getDebug() ? Origin.capture() : null;
    }

    // ---- order

    /// Whether the buffers alone may serve an operation now.
    boolean idle() {
        return inLine == 0 && underway == null && closing == null && !gone && !turn.locked();
    }

    boolean isClosed() {
        return closing != null || gone;
    }

    /// Whether it may be left open.
    boolean belongsToProcess() {
        return device.belongsToProcess();
    }

    boolean hasPositions() {
        return device.hasPositions();
    }

    /// Runs `operation` when it is its turn.
    <T extends @Nullable Object> T exclusively(String what, Awaitable<T> operation) throws Exception {
        if (EventLoop.running() != loop) {
            throw new IllegalStateException(what + " refused: " + name + " belongs to another loop: " + loop
                    + "; open it in the loop that uses it");
        }
        refuseClosed(what);
        inLine++;
        try {
            turn.acquire().await();
        } finally {
            inLine--;
        }
        try {
            refuseClosed(what);
            settle();
            T result = operation.await();
            if (late != null) {
                throw late;
            }
            return result;
        } finally {
            late = null;
            turn.release();
        }
    }

    private void refuseClosed(String what) throws ClosedFileException {
        if (isClosed()) {
            throw new ClosedFileException(what, name);
        }
    }

    void refuseUnreadable(String what) {
        if (!readable) {
            throw new IllegalStateException(
                    what + " refused: " + name + " is open for writing only; open it with READ");
        }
    }

    void refuseUnwritable(String what) {
        if (!writable) {
            throw new IllegalStateException(
                    what + " refused: " + name + " is open for reading only; open it with WRITE or APPEND");
        }
    }

    /// Waits for the trip that an operation before has left on its way.
    private void settle() throws Exception {
        Trip<?> left = underway;
        if (left != null) {
            left.join();
            underway = null;
            left.result();
        }
    }

    /// Waits to the end of what must not be left half done.
    private <T extends @Nullable Object> T whole(Trip<T> trip) throws Exception {
        underway = trip;
        underwayReads = false;
        try {
            trip.join();
        } catch (CancelledError cancelled) {
            if (closing == null && trip.withdraw()) {
                underway = null;
                throw cancelled;
            }
            if (late != null) {
                throw cancelled;
            }
            late = cancelled;
            trip.join();
        }
        underway = null;
        return trip.result();
    }

    private <T extends @Nullable Object> Trip<T> trip(Callable<T> call) {
        return new Trip<>(loop, executor, call);
    }

    // ---- operations; the caller has the turn

    long position() {
        return position;
    }

    /// Takes bytes out of the window.
    void consume(int count) {
        window.skip(count);
        position += count;
    }

    byte[] take(int count) {
        position += count;
        return window.take(count);
    }

    /// Reads until the window holds `target` bytes.
    ///
    /// @return false when the file has ended before
    boolean fill(int target) throws Exception {
        flush();
        if (late != null) {
            throw late; // before anything is taken that nobody would get
        }
        Filling call = new Filling(device, name, window, position + window.size(), target, nextRead);
        nextRead = Math.min(2 * nextRead, LARGEST_READ);
        Trip<?> trip = this.<@Nullable Void>trip(call);
        reading = true;
        trip.whenDone(_ -> {
            reading = false;
            call.land(window);
        });
        underway = trip;
        underwayReads = true;
        try {
            trip.join();
        } catch (CancelledError cancelled) {
            if (trip.withdraw()) {
                reading = false;
                underway = null;
            }
            throw cancelled;
        }
        underway = null;
        trip.result();
        return !call.atEnd();
    }

    /// Adds to what is to be written, if there is room and nothing else is to be done.
    boolean gather(byte[] bytes, int from, int count) {
        if (!writable || !device.gathersWrites() || !buffer.hasRoom(count)
                || device.hasPositions() && window.size() > 0) {
            return false;
        }
        buffer.add(bytes, from, count);
        position += count;
        return true;
    }

    void write(byte[] bytes, int from, int count) throws Exception {
        refuseUnwritable("write");
        if (device.hasPositions()) {
            window.clear();
        }
        if (gather(bytes, from, count)) {
            return;
        }
        flush();
        if (gather(bytes, from, count)) {
            return;
        }
        Draining call = new Draining(device, name, bytes, from, count, position);
        Trip<?> trip = this.<@Nullable Void>trip(call);
        trip.whenDone(_ -> position += call.done());
        whole(trip);
    }

    void flush() throws Exception {
        if (buffer.size() == 0) {
            return;
        }
        Draining call = buffer.drain(device, name, position - buffer.size());
        Trip<?> trip = this.<@Nullable Void>trip(call);
        trip.whenDone(_ -> buffer.written(call.done()));
        whole(trip);
    }

    long seek(long offset, Whence whence) throws Exception {
        if (!device.hasPositions()) {
            throw new IOException("seek refused: " + name + " has no positions; it is no regular file");
        }
        flush();
        long target = offset + switch (whence) {
            case START -> 0;
            case CURRENT -> position;
            case END -> whole(trip(device::size));
        };
        if (target < 0) {
            throw new IllegalArgumentException("seek before the start of the file: " + name + ", byte " + target
                    + "; positions begin at 0");
        }
        long forward = target - position;
        if (forward >= 0 && forward < window.size()) {
            window.skip((int) forward);
        } else {
            window.clear();
            nextRead = FIRST_READ;
        }
        position = target;
        return target;
    }

    long tell() throws IOException {
        if (!device.hasPositions()) {
            throw new IOException("tell refused: " + name + " has no positions; it is no regular file");
        }
        return position;
    }

    long size() throws Exception {
        flush();
        return whole(trip(device::size));
    }

    long truncate(long size) throws Exception {
        refuseUnwritable("truncate");
        if (size < 0) {
            throw new IllegalArgumentException("truncate to a negative size: " + name + ", " + size
                    + "; give bytes from 0 on");
        }
        flush();
        window.clear();
        whole(trip(() -> {
            device.resize(size);
            return null;
        }));
        return size;
    }

    void sync() throws Exception {
        flush();
        whole(trip(() -> {
            device.sync();
            return null;
        }));
    }

    // ---- the end

    /// Writes what is to be written, and closes.
    void close() throws Exception {
        if (gone) {
            return;
        }
        Task<@Nullable Void> ending = closing;
        if (ending == null) {
            ending = Task.create(loop, this::shutDown, "close " + name, null);
            closing = ending;
            if (reading && !device.hasPositions()) {
                device.close(new byte[0]);
            }
        } else if (ending.isDone()) {
            return;
        }
        try {
            Trip.join(ending);
        } catch (CancelledError cancelled) {
            Trip.join(ending);
            ending.result();
            throw cancelled;
        }
        ending.result();
    }

    private @Nullable Void shutDown() throws Exception {
        Throwable failure = attempt(this::takeTurn, null);
        boolean readIsLeft = underwayReads;
        Throwable ofLeft = attempt(() -> {
            Trip<?> left = underway;
            if (left != null) {
                whole(left);
            }
        }, null);
        if (failure == null && !readIsLeft) {
            failure = ofLeft;
        }
        failure = attempt(this::flush, failure);
        failure = attempt(this::closeDevice, failure);
        buffer.drop();
        window.clear();
        turn.release();
        if (failure == null) {
            failure = late;
        }
        if (failure != null) {
            throw Rethrow.sneaky(failure);
        }
        return null;
    }

    /// Behind the operations that were asked for before; the loop's shutdown, which cancels every task, is no reason to
    /// leave the line.
    private void takeTurn() throws Exception {
        try {
            turn.acquire().await();
        } catch (CancelledError shutdown) {
            late = shutdown;
            turn.acquire().await();
        }
    }

    private void closeDevice() throws Exception {
        byte[] unread = window.copy();
        whole(trip(() -> {
            device.close(unread);
            return null;
        }));
        OpenFiles.of(loop).remove(this);
    }

    private static @Nullable Throwable attempt(AsyncAction step, @Nullable Throwable before) {
        try {
            step.run();
        } catch (Throwable failure) {
            if (before == null) {
                return failure;
            }
            before.addSuppressed(failure);
        }
        return before;
    }

    /// Without the loop, which closes: what [#close()] does, on this thread.
    ///
    /// @return how many bytes were still to be written
    int closeNow() throws IOException {
        gone = true;
        int unwritten = buffer.size();
        try {
            if (unwritten > 0 && underway != null) {
                throw new IOException(unwritten + " bytes are lost: a write before them has not ended");
            }
            if (unwritten > 0) {
                buffer.drain(device, name, position - unwritten).call();
            }
        } finally {
            buffer.drop();
            device.close(window.copy());
        }
        return unwritten;
    }
}
