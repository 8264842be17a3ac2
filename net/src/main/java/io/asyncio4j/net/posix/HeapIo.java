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

/// Moves bytes between a socket and the heap, with no memory of ours in between. Owner-confined.
///
/// @implNote The collector waits while the kernel is at the heap. So a call never waits, whatever somebody else has made of
/// the descriptor, and takes a piece at a time. Binding a function to call it so takes a tenth of a second or two, which no
/// loop has: a thread of its own does it, and until then the answer is that it does not work.
public final class HeapIo {
    /// The most that one call moves.
    public static final int PIECE = 256 * 1024;

    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final long FIONREAD = 0x541B;
    private static final AtomicBoolean BINDING = new AtomicBoolean();

    private static volatile boolean bound;

    private final MemorySegment state = Arena.ofAuto().allocate(Native.STATE);
    private final MemorySegment answer = Arena.ofAuto().allocate(JAVA_INT);

    private HeapIo() {
    }

    /// One for the calls of a thread; null as long as the functions are not bound, which the first question begins, and for
    /// good where this does not work.
    public static @Nullable HeapIo ifBound() {
        if (bound) {
            return new HeapIo();
        }
        if (!BINDING.getAndSet(true)) {
            Thread.ofPlatform().daemon().name("asyncio4j-bind").start(HeapIo::bind);
        }
        return null;
    }

    /// Binds the functions now.
    ///
    /// @return whether it works: on Linux, whose numbers are above, and where native access has been allowed
    static boolean bind() {
        if (Posix.isLinux() && HeapIo.class.getModule().isNativeAccessEnabled()) {
            try {
                bound = Calls.SEND != null && Calls.RECV != null && Calls.IOCTL != null;
            } catch (LinkageError | RuntimeException notHere) {
                bound = false;
            }
        }
        return bound;
    }

    private static final class Calls {
        static final MethodHandle SEND = bind("send");
        static final MethodHandle RECV = bind("recv");

        static final MethodHandle IOCTL = Native.variadic("ioctl", 2, JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);

        private static MethodHandle bind(String name) {
            return Native.function(name, JAVA_LONG, Linker.Option.critical(true), JAVA_INT, ADDRESS, JAVA_LONG,
                    JAVA_INT);
        }
    }

    /// Sends what is taken at once of so many bytes.
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
            int result = result(sent);
            if (result != -Posix.EINTR) {
                return result;
            }
        }
    }

    /// Receives what is there into a part of `target`.
    ///
    /// @return how many bytes, 0 at the end of the stream, or the number of the error, negated
    public int receive(int descriptor, byte[] target, int offset, int length) {
        int room = Math.min(length, PIECE);
        while (true) {
            long received;
            try {
                received = (long) Calls.RECV.invokeExact(state, descriptor,
                        MemorySegment.ofArray(target).asSlice(offset, room), (long) room, MSG_DONTWAIT);
            } catch (Throwable failure) {
                throw Native.impossible(failure);
            }
            int result = result(received);
            if (result != -Posix.EINTR) {
                return result;
            }
        }
    }

    /// How many bytes can be received now; 0 when that cannot be said.
    public int available(int descriptor) {
        try {
            int result = (int) Calls.IOCTL.invokeExact(state, descriptor, FIONREAD, answer);
            return result < 0 ? 0 : answer.get(JAVA_INT, 0);
        } catch (Throwable failure) {
            throw Native.impossible(failure);
        }
    }

    private int result(long returned) {
        return returned >= 0 ? (int) returned : -Native.errno(state);
    }
}
