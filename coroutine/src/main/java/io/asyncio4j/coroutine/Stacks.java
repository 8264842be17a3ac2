package io.asyncio4j.coroutine;

import io.asyncio4j.coroutine.engine.Strand;

/// Where a coroutine that has a strand is. Stateless.
final class Stacks {
    private Stacks() {
    }

    /// The frames of the owner of a strand and of what it awaits that has a stack of its own, newest first.
    static StackTraceElement[] of(Coroutine<?> root) {
        Coroutine<?> inner = root.delegate();
        StackTraceElement[] own = ownOf(root);
        return inner == null ? own : Frames.concatenated(inner.stack(), own);
    }

    /// The frames on its own strand; of one that has control only if the caller itself runs on it.
    static StackTraceElement[] ownOf(Coroutine<?> root) {
        Strand on = root.strand;
        if (on == null) {
            return Frames.NONE;
        }
        if (root.state() != Coroutine.State.RUNNING) {
            return Frames.suspended(on.stack());
        }
        int above = 0;
        Coroutine<?> top = root;
        for (Coroutine<?> next = root.delegate(); next != null && next.state() == Coroutine.State.RUNNING; next =
                next.delegate()) {
            top = next;
            above++;
        }
        if (top != Host.current().running()) {
            return Frames.NONE;
        }
        StackTraceElement[] below = above == 0 ? Frames.NONE : on.stack();
        return below.length > 0 ? Frames.suspended(below) : Frames.running(above);
    }
}
