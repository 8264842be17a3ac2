package io.asyncio4j.concurrency;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.LoopOptions;
import io.asyncio4j.loop.spi.IoDriver;
import io.asyncio4j.loop.spi.ParkingDriver;
import io.asyncio4j.task.Future;

/// A loop that fails instead of sleeping for ever: a wake-up that was lost becomes an error of the race.
///
/// As thread-safe as the loop.
final class WatchedLoop {
    static final int CANCELLED = -1;

    /// Long enough for a machine that has other things to do.
    private static final long LIMIT_NANOS = 20_000_000_000L;

    final EventLoop loop = new EventLoop(LoopOptions.defaults().withDriver(Watch::new));

    /// Runs the loop on this thread until it is stopped.
    void run() {
        loop.runForever();
    }

    /// A future's value; [#CANCELLED] if it was cancelled.
    static int outcome(Future<Integer> done) {
        try {
            return done.isCancelled() ? CANCELLED : done.result();
        } catch (Exception failed) {
            throw new IllegalStateException("the future failed, but nothing in this race does", failed);
        }
    }

    private static final class Watch implements IoDriver {
        private final ParkingDriver real = new ParkingDriver();

        @Override
        public void poll(long nanos) {
            if (nanos >= 0 && nanos < LIMIT_NANOS) {
                real.poll(nanos);
                return;
            }
            long begin = System.nanoTime();
            real.poll(LIMIT_NANOS);
            if (System.nanoTime() - begin >= LIMIT_NANOS) {
                throw new IllegalStateException("the loop was not woken for " + LIMIT_NANOS / 1_000_000_000L
                        + " seconds, but another thread has something for it");
            }
        }

        @Override
        public boolean tryPoll() {
            return real.tryPoll();
        }

        @Override
        public void wakeup() {
            real.wakeup();
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
