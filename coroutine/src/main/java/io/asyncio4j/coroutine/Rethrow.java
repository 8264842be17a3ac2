package io.asyncio4j.coroutine;

/// Lets an exception travel as the object it is through code that does not declare it: an awaiting caller gets the
/// original, never a wrapper.
public final class Rethrow {
    private Rethrow() {
    }

    /// Throws `failure` itself. Written `throw Rethrow.sneaky(failure)` so that the compiler sees the end of the path.
    public static RuntimeException sneaky(Throwable failure) {
        throw Rethrow.<RuntimeException>as(failure);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E as(Throwable failure) throws E {
        throw (E) failure;
    }
}
