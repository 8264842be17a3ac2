package io.asyncio4j.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.loop.spi.Clock;
import io.asyncio4j.loop.spi.IoDriver;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.RunUntilComplete;
import io.asyncio4j.task.Sleep;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How long a loop asks its driver to wait, and how often.
class LoopWaitsTest implements Clock, IoDriver {
    private final EventLoop loop = new EventLoop(LoopOptions.defaults().withClock(this).withDriver(() -> this));
    private final List<Long> polls = new ArrayList<>();
    private long now;
    private Runnable event = () -> {
    };

    @Override
    public double time() {
        return now / 1e9;
    }

    @Override
    public double resolution() {
        return 1e-9;
    }

    @Override
    public void poll(long nanos) {
        polls.add(nanos);
        now += Math.max(0, nanos);
        event.run();
    }

    @Override
    public void wakeup() {
        // never sleeps
    }

    @Override
    public void close() {
        // holds nothing
    }

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    @Test
    @CPythonTest("test_base_events.BaseEventLoopTests.test__run_once")
    void itWaitsForTheNextTimerThatIsNotCancelled() {
        loop.callAt(5, loop::stop).cancel();
        loop.callAt(10, loop::stop);
        loop.runForever();
        assertThat(polls).containsExactly(10_000_000_000L);
    }

    @Test
    void itDoesNotWaitWithCallbacksAtHandAndWaitsADayAtMost() {
        loop.callAt(100 * 3600, loop::stop);
        loop.callSoon(() -> {
        });
        loop.runForever();
        long day = 24 * 3600 * 1_000_000_000L;
        assertThat(polls).containsExactly(0L, day, day, day, day, 4 * 3600 * 1_000_000_000L);
    }

    @Test
    @CPythonTest("test_events.EventLoopTestsMixin.test_timeout_rounding")
    void shortSleepsTakeNoMoreIterationsThanLongOnes() throws Exception {
        RunUntilComplete.runUntilComplete(loop, () -> {
            for (double seconds : new double[]{1e-2, 1e-4, 1e-6, 1e-8, 1e-10}) {
                Sleep.sleep(seconds).await();
            }
            return null;
        });
        assertThat(polls).hasSizeLessThanOrEqualTo(12).doesNotContain(-1L);
    }

    @Test
    @CPythonTest("test_base_events.BaseEventLoopTests.test_single_selecter_event_callback_after_stopping")
    void anEventOfTheLastPollIsServedOnceAlthoughTheLoopWasStopped() {
        int[] served = new int[1];
        Handle[] serving = new Handle[1];
        event = () -> serving[0] = loop.callSoon(() -> {
            served[0]++;
            loop.callSoon(() -> {
                serving[0].cancel();
                event = () -> {
                };
            });
        });
        for (int i = 0; i < 2; i++) {
            loop.callSoon(loop::stop);
            loop.runForever();
            assertThat(served[0]).isEqualTo(1);
        }
    }
}
