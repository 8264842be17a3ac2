package io.asyncio4j.sync;

/// A barrier was aborted, or reset while tasks waited at it: asyncio's `BrokenBarrierError`. The waiting tasks did not
/// meet; let each give up or start over, and make the barrier usable again with [Barrier#reset()].
public final class BrokenBarrierException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /// An error with this message.
    public BrokenBarrierException(String message) {
        super(message);
    }
}
