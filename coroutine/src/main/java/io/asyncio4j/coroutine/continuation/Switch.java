package io.asyncio4j.coroutine.continuation;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import jdk.internal.misc.Unsafe;
import jdk.internal.vm.Continuation;
import org.jspecify.annotations.Nullable;

/// The two halves of a switch of stacks as the JDK has them inside, without what `Continuation.run` and `yield` do around
/// them: two frames, two fenced operations and the search for a scope. Owner-confined.
///
/// Where the JDK has them no longer, or `-Dasyncio4j.switch=public` says so, the public ones are used. Record 51.
final class Switch {
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    private static final MethodHandle ENTER;
    private static final MethodHandle LEAVE;
    private static final MethodHandle FORGET;
    private static final long CONTINUATION;
    private static final long TAIL;
    private static final byte[] NOTHING = {};

    /// Whether this JDK has them.
    static final boolean PRESENT;

    static {
        MethodType entering = MethodType.methodType(void.class, Continuation.class, boolean.class, boolean.class);
        MethodType leaving = MethodType.methodType(int.class);
        MethodType forgetting = MethodType.methodType(void.class, Object[].class);
        MethodHandle enter = MethodHandles.empty(entering);
        MethodHandle leave = MethodHandles.empty(leaving);
        MethodHandle forget = MethodHandles.empty(forgetting);
        long continuation = 0;
        long tail = 0;
        boolean present = false;
        if (!"public".equals(System.getProperty("asyncio4j.switch"))) {
            try {
                MethodHandles.Lookup inside = inside();
                enter = inside.findStatic(Continuation.class, "enterSpecial", entering);
                leave = inside.findStatic(Continuation.class, "doYield", leaving);
                forget = inside.findStatic(Thread.class, "setScopedValueCache", forgetting);
                continuation = UNSAFE.objectFieldOffset(Thread.class, "cont");
                tail = UNSAFE.objectFieldOffset(Continuation.class, "tail");
                present = true;
            } catch (ReflectiveOperationException | InternalError absent) {
                System.getLogger("io.asyncio4j").log(System.Logger.Level.DEBUG,
                        "coroutine engine: this JDK's continuations are switched by their public methods", absent);
            }
        }
        ENTER = enter;
        LEAVE = leave;
        FORGET = forget;
        CONTINUATION = continuation;
        TAIL = tail;
        PRESENT = present;
    }

    private Switch() {
    }

    private static MethodHandles.Lookup inside() throws NoSuchFieldException {
        var field = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
        return (MethodHandles.Lookup) UNSAFE.getReference(UNSAFE.staticFieldBase(field),
                UNSAFE.staticFieldOffset(field));
    }

    /// The innermost continuation that runs on the thread, which must not be a virtual one.
    static @Nullable Continuation running(Thread thread) {
        return (Continuation) UNSAFE.getReference(thread, CONTINUATION);
    }

    /// Runs the continuation until it is left or ends. What yields below it to a scope of somebody else's does not find that.
    ///
    /// @param outer the one that runs, see [#running]
    static void enter(Thread thread, @Nullable Continuation outer, Continuation continuation) {
        clearVectors();
        boolean again = UNSAFE.getReference(continuation, TAIL) != null;
        UNSAFE.putReference(thread, CONTINUATION, continuation);
        try {
            ENTER.invokeExact(continuation, again, false);
        } catch (Throwable failure) {
            throw sneaky(failure);
        } finally {
            UNSAFE.storeFence();
            UNSAFE.putReference(thread, CONTINUATION, outer);
        }
    }

    /// Leaves the innermost continuation of the calling thread.
    ///
    /// @return 0 when it has been entered again, or at once why it cannot be left
    static int leave() {
        clearVectors();
        int pinned;
        try {
            pinned = (int) LEAVE.invokeExact();
        } catch (Throwable failure) {
            throw sneaky(failure);
        }
        UNSAFE.storeFence();
        return pinned;
    }

    /// The same in a frame of its own. The JDK brings back two frames when it enters: with this one, the second of a body
    /// that loops is the body, and a caller of it that is interpreted stays where it is; each time it does not, the switch
    /// takes twice as long.
    ///
    /// @param apart 2: compilers inline a recursion once and call for the next
    static int leave(int apart) {
        return apart > 0 ? leave(apart - 1) : leave();
    }

    /// Has the caller leave no upper halves of vector registers in use when it calls the JVM, of which processors of Intel take
    /// 50 ns to get out, twice a switch. Where there is AVX-512 the JDK's compiler clears new objects with such registers, but
    /// only of a method with certain comparisons in it does it think that they are in use. Of this one nothing else is left.
    private static void clearVectors() {
        boolean unused = Arrays.equals(NOTHING, NOTHING);
    }

    /// Makes the thread forget which scoped values it has read: for when their bindings change.
    static void forget() {
        try {
            FORGET.invokeExact((Object[]) null);
        } catch (Throwable failure) {
            throw sneaky(failure);
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> RuntimeException sneaky(Throwable failure) throws E {
        throw (E) failure;
    }
}
