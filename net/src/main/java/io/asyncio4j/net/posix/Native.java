package io.asyncio4j.net.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/// Binds functions of the C library. Stateless.
///
/// A bound function takes a segment of [#STATE] before its own arguments and leaves `errno` there.
@SuppressWarnings("restricted") // native access is what this is for
public final class Native {
    /// Where a call leaves `errno`.
    public static final StructLayout STATE = Linker.Option.captureStateLayout();

    private static final VarHandle ERRNO =
            STATE.varHandle(StructLayout.PathElement.groupElement("errno"));

    private Native() {
    }

    /// A function that gives an `int`, or a `long` if `result` is one, and takes these arguments.
    ///
    /// @throws NoSuchElementException when the C library does not have it
    public static MethodHandle function(String name, ValueLayout result, ValueLayout... arguments) {
        return bind(name, FunctionDescriptor.of(result, arguments));
    }

    /// As [#function], bound in a way of its own.
    static MethodHandle function(String name, ValueLayout result, Linker.Option option, ValueLayout... arguments) {
        return bind(name, FunctionDescriptor.of(result, arguments), option);
    }

    /// As [#function] for a C function of which the arguments from `fixed` on are variable.
    public static MethodHandle variadic(String name, int fixed, ValueLayout result, ValueLayout... arguments) {
        return bind(name, FunctionDescriptor.of(result, arguments), Linker.Option.firstVariadicArg(fixed));
    }

    private static MethodHandle bind(String name, FunctionDescriptor type, Linker.Option... more) {
        Linker linker = Linker.nativeLinker();
        MemorySegment address = linker.defaultLookup().find(name)
                .orElseThrow(() -> new NoSuchElementException("C library has no function " + name));
        List<Linker.Option> options = new ArrayList<>(List.of(more));
        options.add(Linker.Option.captureCallState("errno"));
        return linker.downcallHandle(address, type, options.toArray(Linker.Option[]::new));
    }

    /// A call of a bound function that says by a negative number that it has failed.
    interface Call {
        int make() throws Throwable;
    }

    /// Calls until no signal interrupts it.
    ///
    /// @return what the function gave; [Posix#WOULD_BLOCK] when it would have to wait
    static int checked(MemorySegment state, String operation, Call call) throws PosixException {
        while (true) {
            int result;
            try {
                result = call.make();
            } catch (Throwable failure) {
                throw impossible(failure);
            }
            if (result >= 0) {
                return result;
            }
            int errno = errno(state);
            if (errno == Posix.EAGAIN) {
                return Posix.WOULD_BLOCK;
            }
            if (errno != Posix.EINTR) {
                throw new PosixException(operation, errno);
            }
        }
    }

    /// What the last call left in `state`.
    public static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }

    /// The system's words for an error, in lower case; just the number where there are none.
    public static String describe(int errno) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = (MemorySegment) Words.STRERROR.invokeExact(arena.allocate(STATE), errno);
            String words = text.reinterpret(256).getString(0);
            return Character.toLowerCase(words.charAt(0)) + words.substring(1);
        } catch (Throwable unknown) {
            return "error " + errno;
        }
    }

    /// What a bound function has thrown, which no C function does.
    public static AssertionError impossible(Throwable failure) {
        return failure instanceof Error error && !(error instanceof AssertionError)
                ? new AssertionError("a call of the C library has failed in Java", error)
                : new AssertionError(failure);
    }

    private static final class Words {
        static final MethodHandle STRERROR =
                function("strerror", ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    }
}
