package io.asyncio4j.loop;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/// What other threads have scheduled: a stack that they push on and the loop takes whole, oldest first. Thread-safe.
final class ThreadsafeQueue {
    private static final AtomicReferenceFieldUpdater<ThreadsafeQueue, @Nullable ThreadsafeHandle> NEWEST =
            AtomicReferenceFieldUpdater.newUpdater(ThreadsafeQueue.class, ThreadsafeHandle.class, "newest");

    private volatile @Nullable ThreadsafeHandle newest;

    void push(ThreadsafeHandle handle) {
        ThreadsafeHandle below;
        do {
            below = newest;
            handle.next = below;
        } while (!NEWEST.compareAndSet(this, below, handle));
    }

    boolean isEmpty() {
        return newest == null;
    }

    /// Takes all and tells them that they never run. Any thread, each of which gets others.
    void drop() {
        ThreadsafeHandle taken = NEWEST.getAndSet(this, null);
        while (taken != null) {
            ThreadsafeHandle below = taken.next;
            taken.drop();
            taken = below;
        }
    }

    /// Loop thread only.
    void drainTo(ReadyQueue ready) {
        ThreadsafeHandle taken = NEWEST.getAndSet(this, null);
        ThreadsafeHandle oldest = null;
        while (taken != null) {
            ThreadsafeHandle below = taken.next;
            taken.next = oldest;
            oldest = taken;
            taken = below;
        }
        while (oldest != null) {
            ThreadsafeHandle above = oldest.next;
            oldest.next = null;
            ready.add(oldest);
            oldest = above;
        }
    }
}
