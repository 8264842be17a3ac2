package io.asyncio4j.coroutine;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lets an exception travel as the object it is through code that does not declare it: an awaiting caller gets the
/// original, never a wrapper.
public final class Rethrow {
    private Rethrow() {
    }

    /// Throws `failure` itself. Written `throw Rethrow.sneaky(failure)` so that the compiler sees the end of the path.
    public static RuntimeException sneaky(Throwable failure) {
        Objects.requireNonNull(failure, "failure");
        throw Rethrow.<RuntimeException>as(failure);
    }

    /// Lets a failure that is thrown instead of another one tell of it, as a suppressed exception: Java has nothing like
    /// Python's chain of contexts. Does nothing if it tells already.
    public static void keep(@Nullable Throwable replaced, Throwable by) {
        if (replaced != null && !tells(by, replaced, Collections.newSetFromMap(new IdentityHashMap<>()))) {
            by.addSuppressed(replaced);
        }
    }

    private static boolean tells(@Nullable Throwable by, Throwable of, Set<Throwable> seen) {
        if (by == null || by == of || !seen.add(by)) {
            return by == of;
        }
        for (Throwable each : by.getSuppressed()) {
            if (tells(each, of, seen)) {
                return true;
            }
        }
        return tells(by.getCause(), of, seen);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E as(Throwable failure) throws E {
        throw (E) failure;
    }
}
