package io.asyncio4j.net.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Sends bytes of the heap by a socket without copying them first. Owner-confined.
///
/// @implNote The collector waits while the kernel reads the heap. So a call never waits, whatever somebody else has made of
/// the descriptor, and takes a piece at a time. Binding a function to call it so takes a tenth of a second or two, which no
/// loop has: a thread of its own does it, and until then the answer is that it does not work.
public final class HeapSend {
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int PIECE = 256 * 1024;
    private static final AtomicBoolean BINDING = new AtomicBoolean();

    private static volatile boolean bound;

    private final MemorySegment state = Arena.ofAuto().allocate(Native.STATE);

    private HeapSend() {
    }

    /// One for the calls of a thread; null as long as the function is not bound, which the first question begins, and for
    /// good where this does not work.
    public static @Nullable HeapSend ifBound() {
        if (bound) {
            return new HeapSend();
        }
        if (!BINDING.getAndSet(true)) {
            Thread.ofPlatform().daemon().name("asyncio4j-bind").start(HeapSend::bind);
        }
        return null;
    }

    /// Binds the function now.
    ///
    /// @return whether it works: on Linux, whose numbers are above, and where native access has been allowed
    static boolean bind() {
        if (Posix.isLinux() && HeapSend.class.getModule().isNativeAccessEnabled()) {
            try {
                bound = Calls.SEND != null;
            } catch (LinkageError | RuntimeException notHere) {
                bound = false;
            }
        }
        return bound;
    }

    private static final class Calls {
        static final MethodHandle SEND = Native.function("send", JAVA_LONG, Linker.Option.critical(true), JAVA_INT,
                ADDRESS, JAVA_LONG, JAVA_INT);
    }

    /// Sends what is taken at once of so many bytes, 256 KiB at most.
    ///
    /// @return how many were taken, or the number of the error, negated
    public int send(int descriptor, byte[] data, int offset, int length) {
        int count = Math.min(length, PIECE);
        while (true) {
            long sent;
            try {
                sent = (long) Calls.SEND.invokeExact(state, descriptor,
                        MemorySegment.ofArray(data).asSlice(offset, count),
                        (long) count, MSG_DONTWAIT | MSG_NOSIGNAL);
            } catch (Throwable failure) {
                throw Native.impossible(failure);
            }
            if (sent >= 0) {
                return (int) sent;
            }
            int errno = Native.errno(state);
            if (errno != Posix.EINTR) {
                return -errno;
            }
        }
    }
}
