package io.asyncio4j.coroutine.continuation;

import io.asyncio4j.coroutine.engine.Mount;
import io.asyncio4j.coroutine.engine.PinnedReason;
import io.asyncio4j.coroutine.engine.Strand;

import jdk.internal.misc.Unsafe;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;
import org.jspecify.annotations.Nullable;

/// A strand on a JDK continuation. Owner-confined.
///
/// All strands share one scope, so a suspension leaves the innermost one, as nested drivers expect.
/*
 * Scoped values: the JDK keeps the bindings in force in a field of the thread and does not swap it when a continuation
 * is left in the middle of ScopedValue.where(..).run(..): the driver would see the strand's bindings, and the strand,
 * when resumed, those of its driver. So the field is saved and restored around run().
 *
 * Finished continuations are not pooled: a fresh one costs about 20 ns, less than any pool.
 */
final class ContinuationStrand extends Continuation implements Strand {
    private static final ContinuationScope SCOPE = new ContinuationScope("asyncio4j");
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    private static final long BINDINGS = UNSAFE.objectFieldOffset(Thread.class, "scopedValueBindings");

    // What the JDK's numbers mean.
    private static final String[] REASONS = {"", "", "CRITICAL_SECTION", "NATIVE", "MONITOR", "EXCEPTION"};

    private static final byte UNSTARTED = 0;
    // From here on it is taken to be resumed often: it waits with a frame more ([Switch#leave(int)]).
    private static final byte SETTLED = 8;

    // How often it has been resumed, up to SETTLED; the negative of that while it runs.
    private byte resumed = UNSTARTED;
    // The body, until it starts.
    private @Nullable Object bindings;

    /// @param start the same for all, because it finds the body by [#startingBody]: a lambda less for each strand
    ContinuationStrand(Runnable start, Object body) {
        super(SCOPE, start);
        this.bindings = body;
    }

    static Object startingBody() {
        ContinuationStrand starting = (ContinuationStrand) Continuation.getCurrentContinuation(SCOPE);
        Object body = starting.bindings;
        assert body != null : "a strand starts once";
        starting.bindings = null;
        return body;
    }

    @Override
    public void resume(Mount mount) {
        Thread thread = mount.thread();
        byte times = resumed;
        Object driversBindings = UNSAFE.getReference(thread, BINDINGS);
        if (bindings != driversBindings && times != UNSTARTED) {
            bind(thread, bindings);
        }
        resumed = (byte) (times < SETTLED ? -times - 1 : -SETTLED);
        Continuation outer = Switch.PRESENT ? Switch.running(thread) : null;
        if (Switch.PRESENT && mount.isPlatform() && isNoneOrOurs(outer)) {
            Switch.enter(thread, outer, this);
        } else {
            run();
        }
        resumed = (byte) -resumed;
        Object left = UNSAFE.getReference(thread, BINDINGS);
        if (bindings != left) {
            bindings = left;
        }
        if (left != driversBindings) {
            bind(thread, driversBindings);
        }
    }

    /// Of ours those that have no parent are inside no other library's.
    private static boolean isNoneOrOurs(@Nullable Continuation outer) {
        return outer == null || outer instanceof ContinuationStrand && outer.getParent() == null;
    }

    private static void bind(Thread thread, @Nullable Object bindings) {
        UNSAFE.putReference(thread, BINDINGS, bindings);
        if (Switch.PRESENT) {
            Switch.forget();
        }
    }

    @Override
    public void enter(Mount mount) {
        throw new UnsupportedOperationException("a continuation can only be left to its driver");
    }

    @Override
    public @Nullable String suspend() {
        return Switch.PRESENT ? pinned(resumed == -SETTLED ? Switch.leave(2) : Switch.leave()) : leave();
    }

    private static @Nullable String pinned(int reason) {
        return reason == 0 ? null : PinnedReason.describe(REASONS[reason]);
    }

    private static @Nullable String leave() {
        try {
            Continuation.yield(SCOPE);
            return null;
        } catch (PinnedHere pinned) {
            return pinned.reason;
        }
    }

    @Override
    protected void onPinned(Continuation.Pinned reason) {
        throw new PinnedHere(PinnedReason.describe(reason.name()));
    }

    @Override
    public StackTraceElement[] stack() {
        if (resumed <= 0 || isDone()) {
            return new StackTraceElement[0];
        }
        return getStackTrace();
    }

    /// From where the JDK tells of it to where the strand is asked to suspend.
    private static final class PinnedHere extends RuntimeException {
        private static final long serialVersionUID = 1;

        final String reason;

        PinnedHere(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }
    }
}
