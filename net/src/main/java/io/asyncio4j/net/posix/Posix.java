package io.asyncio4j.net.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.LoopLocal;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Descriptors of the operating system. Owner-confined: a loop has one of its own, see [#of].
///
/// @implNote Data passes through memory outside the heap that all descriptors of a loop share: a call that was given the
/// heap itself would hold up the garbage collector should it ever block, and somebody else may have made the file behind
/// a descriptor blocking again.
public final class Posix {
    /// Interrupted by a signal.
    public static final int EINTR = 4;
    /// Input or output error; a terminal that has gone.
    public static final int EIO = 5;
    /// It would have to wait.
    public static final int EAGAIN = 11;
    /// Nobody reads the pipe any more.
    public static final int EPIPE = 32;

    /// What [#write] and other calls say when they would have to wait.
    public static final int WOULD_BLOCK = -1;

    private static final int F_SETFD = 2;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int FD_CLOEXEC = 1;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;
    /// asyncio's largest single read.
    private static final int SCRATCH = 256 * 1024;
    private static final byte[] NOTHING = {};

    private static final LoopLocal<Posix> LOCAL = new LoopLocal<>(_ -> new Posix());

    private final MemorySegment state = Arena.ofAuto().allocate(Native.STATE);
    private @Nullable MemorySegment scratch;

    /// One for a thread without a loop.
    public Posix() {
    }

    /// The loop's own.
    public static Posix of(EventLoop loop) {
        return LOCAL.get(loop);
    }

    /// Whether this works here: on Linux, where native access is not forbidden.
    public static boolean isAvailable() {
        return Availability.YES;
    }

    static boolean isLinux() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).equals("linux");
    }

    private MemorySegment scratch() {
        MemorySegment there = scratch;
        if (there == null) {
            there = Arena.ofAuto().allocate(SCRATCH);
            scratch = there;
        }
        return there;
    }

    /// Reads what is there, up to 256 KiB: no bytes at the end of the stream, null when it would have to wait.
    public byte @Nullable [] read(int descriptor) throws PosixException {
        MemorySegment target = scratch();
        while (true) {
            long count;
            try {
                count = (long) Calls.READ.invokeExact(state, descriptor, target, (long) SCRATCH);
            } catch (Throwable failure) {
                throw Native.impossible(failure);
            }
            if (count > 0) {
                byte[] bytes = new byte[(int) count];
                MemorySegment.copy(target, JAVA_BYTE, 0, bytes, 0, bytes.length);
                return bytes;
            }
            if (count == 0) {
                return NOTHING;
            }
            if (mustWait("read")) {
                return null;
            }
        }
    }

    /// Writes a part of `data`, as much as is taken at once, and says how much that is; [#WOULD_BLOCK] for none.
    public int write(int descriptor, byte[] data, int offset, int length) throws PosixException {
        MemorySegment source = scratch();
        int count = Math.min(length, SCRATCH);
        MemorySegment.copy(data, offset, source, JAVA_BYTE, 0, count);
        while (true) {
            long written;
            try {
                written = (long) Calls.WRITE.invokeExact(state, descriptor, source, (long) count);
            } catch (Throwable failure) {
                throw Native.impossible(failure);
            }
            if (written >= 0) {
                return (int) written;
            }
            if (mustWait("write")) {
                return WOULD_BLOCK;
            }
        }
    }

    /// Whether the last call has to be made later; false to make it again.
    private boolean mustWait(String operation) throws PosixException {
        int errno = Native.errno(state);
        if (errno != EAGAIN && errno != EINTR) {
            throw new PosixException(operation, errno);
        }
        return errno == EAGAIN;
    }

    /// A new pipe: the end to read from, and the one to write to. Neither outlives an exec.
    public int[] pipe() throws PosixException {
        MemorySegment ends = scratch();
        checked("pipe", () -> (int) Calls.PIPE2.invokeExact(state, ends, O_CLOEXEC));
        return new int[]{ends.get(JAVA_INT, 0), ends.get(JAVA_INT, JAVA_INT.byteSize())};
    }

    /// Makes the file behind a descriptor one that never waits, and the descriptor one that no exec hands on.
    public void nonBlocking(int descriptor) throws PosixException {
        checked("fcntl", () -> (int) Calls.FCNTL.invokeExact(state, descriptor, F_SETFD, FD_CLOEXEC));
        int flags = checked("fcntl", () -> (int) Calls.FCNTL.invokeExact(state, descriptor, F_GETFL, 0));
        checked("fcntl",
                () -> (int) Calls.FCNTL.invokeExact(state, descriptor, F_SETFL, flags | O_NONBLOCK));
    }

    /// Closes a descriptor. What the system says to that is of no use to anybody.
    public void close(int descriptor) {
        try {
            int ignored = (int) Calls.CLOSE.invokeExact(state, descriptor);
        } catch (Throwable failure) {
            throw Native.impossible(failure);
        }
    }

    /// Waits until one of `count` descriptors is ready, without end.
    void poll(MemorySegment descriptors, int count) throws PosixException {
        checked("poll", () -> (int) Calls.POLL.invokeExact(state, descriptors, (long) count, -1));
    }

    private int checked(String operation, Native.Call call) throws PosixException {
        int result = Native.checked(state, operation, call);
        if (result == WOULD_BLOCK) {
            throw new PosixException(operation, EAGAIN);
        }
        return result;
    }

    private static final class Calls {
        static final MethodHandle READ = Native.function("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
        static final MethodHandle WRITE = Native.function("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
        static final MethodHandle CLOSE = Native.function("close", JAVA_INT, JAVA_INT);
        static final MethodHandle PIPE2 = Native.function("pipe2", JAVA_INT, ADDRESS, JAVA_INT);
        static final MethodHandle POLL = Native.function("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
        static final MethodHandle FCNTL =
                Native.variadic("fcntl", 2, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    }

    private static final class Availability {
        static final boolean YES = probe();

        private static boolean probe() {
            if (!isLinux()) {
                return false; // the numbers above are Linux's
            }
            try {
                return Calls.FCNTL != null;
            } catch (LinkageError | RuntimeException notHere) {
                return false;
            }
        }
    }
}
