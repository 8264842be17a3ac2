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

    private boolean started;
    private boolean mounted;
    private @Nullable String pinned;
    private @Nullable Object bindings;

    ContinuationStrand(Runnable body) {
        super(SCOPE, body);
    }

    @Override
    public void resume(Mount mount) {
        Thread thread = mount.thread();
        Object driversBindings = UNSAFE.getReference(thread, BINDINGS);
        if (started) {
            if (bindings != driversBindings) {
                UNSAFE.putReference(thread, BINDINGS, bindings);
            }
        } else {
            started = true;
        }
        mounted = true;
        run();
        mounted = false;
        Object left = UNSAFE.getReference(thread, BINDINGS);
        if (bindings != left) {
            bindings = left;
        }
        if (left != driversBindings) {
            UNSAFE.putReference(thread, BINDINGS, driversBindings);
        }
    }

    @Override
    public @Nullable String suspend() {
        if (Continuation.yield(SCOPE)) {
            return null;
        }
        String reason = pinned;
        pinned = null;
        return reason == null ? PinnedReason.describe("UNKNOWN") : reason;
    }

    @Override
    protected void onPinned(Continuation.Pinned reason) {
        pinned = PinnedReason.describe(reason.name());
    }

    @Override
    public StackTraceElement[] stack() {
        if (!started || isDone() || mounted) {
            return new StackTraceElement[0];
        }
        return getStackTrace();
    }
}
