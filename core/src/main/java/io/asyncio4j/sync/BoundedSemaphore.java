package io.asyncio4j.sync;

/// A semaphore that cannot have more permits than it began with: asyncio's `BoundedSemaphore`. It finds a release too
/// many, which a plain semaphore takes for one more permit.
///
/// Loop-confined, not thread-safe.
public final class BoundedSemaphore extends Semaphore {
    private final int bound;

    /// A semaphore with one permit.
    public BoundedSemaphore() {
        this(1);
    }

    /// A semaphore with this many permits.
    ///
    /// @throws IllegalArgumentException if the number is negative
    public BoundedSemaphore(int permits) {
        super(permits);
        this.bound = permits;
    }

    /// Gives a permit back and wakes the first task in line.
    ///
    /// @throws IllegalArgumentException if all permits are back already
    @Override
    public void release() {
        if (permits() >= bound) {
            throw new IllegalArgumentException(
                    "release called too often: all " + bound + " permits of " + this
                            + " are back; release once for each acquire");
        }
        super.release();
    }
}
