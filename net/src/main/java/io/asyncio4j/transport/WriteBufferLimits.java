package io.asyncio4j.transport;

/// The two marks of a write buffer, in bytes: above `high` the protocol is paused, at `low` or below it is resumed.
/// Immutable.
///
/// @param low at or below this size writing is resumed
/// @param high above this size writing is paused
public record WriteBufferLimits(long low, long high) {
    /// asyncio's: 16 KiB and 64 KiB.
    public static final WriteBufferLimits DEFAULT = high(64 * 1024);

    /// Checks the order.
    ///
    /// @throws IllegalArgumentException unless high >= low >= 0
    public WriteBufferLimits {
        if (low < 0 || high < low) {
            throw new IllegalArgumentException(
                    "write buffer limits are out of order: low=" + low + ", high=" + high
                            + "; give high >= low >= 0");
        }
    }

    /// Limits with this high mark and a quarter of it as the low one.
    public static WriteBufferLimits high(long high) {
        return new WriteBufferLimits(high / 4, high);
    }

    /// Limits with this low mark and four times it as the high one.
    public static WriteBufferLimits low(long low) {
        return new WriteBufferLimits(low, Math.multiplyExact(low, 4));
    }
}
