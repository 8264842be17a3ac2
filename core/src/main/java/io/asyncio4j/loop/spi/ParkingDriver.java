package io.asyncio4j.loop.spi;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The driver of a loop without I/O: waiting is parking its thread. Thread-safe as [IoDriver] asks.
public final class ParkingDriver implements IoDriver {
    private volatile @Nullable Thread waiting;
    private volatile boolean woken;

    /// A driver.
    public ParkingDriver() {
    }

    @Override
    public void poll(long nanos) {
        if (nanos == 0) {
            return;
        }
        waiting = Thread.currentThread();
        if (!woken) {
            if (nanos < 0) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, nanos);
            }
        }
        waiting = null;
        woken = false;
    }

    @Override
    public boolean tryPoll() {
        return true;
    }

    @Override
    public void wakeup() {
        woken = true;
        Thread sleeper = waiting;
        if (sleeper != null) {
            LockSupport.unpark(sleeper);
        }
    }

    @Override
    public void close() {
        waiting = null;
    }
}
