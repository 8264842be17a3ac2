package io.asyncio4j.coroutine.thread;

/// Whether it pays to spin for a moment before a thread parks, as far as its latest tries tell: after each that was in vain
/// more waits pass without one. Thread-confined.
final class LookOut {
    /// Longer than an operating system's thread takes to wake up: else two that are both too late would stay so for ever.
    static final long FOR_THREAD_NANOS = 50_000;
    /// Some switches between virtual threads that run already.
    static final long FOR_STRAND_NANOS = 5_000;

    /// Where another thread can run meanwhile. A strand that spins keeps its carrier.
    static final boolean PAYS = Runtime.getRuntime().availableProcessors() > 1
            && Integer.getInteger("jdk.virtualThreadScheduler.parallelism", 2) > 1;

    private static final int RAREST = 255;

    private int penalty;
    private int skips;

    /// Whether to try.
    boolean tries() {
        if (skips > 0) {
            skips--;
            return false;
        }
        return PAYS;
    }

    /// How a try has ended.
    void tell(boolean success) {
        penalty = success ? 0 : Math.min(2 * penalty + 1, RAREST);
        skips = penalty;
    }
}
