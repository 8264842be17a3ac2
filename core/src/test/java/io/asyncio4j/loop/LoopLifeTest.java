package io.asyncio4j.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.LoopTest;
import io.asyncio4j.VirtualTime;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.RunUntilComplete;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.task.Task;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Starting, stopping, closing, and what leaves a running loop.
class LoopLifeTest extends LoopTest {
    private final List<Object> log = new ArrayList<>();

    @Test
    @CPythonTest("test_base_events.BaseEventLoopTests.test_close")
    void closingIsFinalAndMayBeRepeated() {
        assertThat(loop.isClosed()).isFalse();
        loop.callSoon(() -> log.add("dropped"));
        loop.callLater(0, () -> log.add("dropped"));
        loop.close();
        loop.close();
        assertThat(loop.isClosed()).isTrue();
        List<Runnable> uses = List.of(loop::runForever, () -> loop.callSoon(() -> log.add("never")),
                () -> loop.callLater(1, () -> log.add("never")), () -> loop.callAt(1, () -> log.add("never")),
                () -> loop.callSoonThreadsafe(() -> log.add("never")));
        for (Runnable use : uses) {
            assertThatThrownBy(use::run).isInstanceOf(IllegalStateException.class).hasMessage("Event loop is closed");
        }
        assertThatThrownBy(() -> complete(new Future<>(loop))).isInstanceOf(IllegalStateException.class)
                .hasMessage("Event loop is closed");
        assertThat(log).isEmpty();
    }

    @Test
    @CPythonTest("test_events.EventLoopTestsMixin.test_close")
    void closingDropsTheTasksThatAreLeftAndSaysSo() throws Exception {
        EventLoop other = VirtualTime.newLoop();
        other.setExceptionHandler((on, context) -> log.add(context.message()));
        Task<Void> pending = Task.create(other, () -> {
            Sleep.sleep(10).await();
            return null;
        }, null, null);
        other.stop();
        other.runForever();
        other.close();
        assertThat(pending.isDone()).isFalse();
        assertThat(log).containsExactly("Task was destroyed but it is pending!");
    }

    @Test
    @CPythonTest("test_events.EventLoopTestsMixin.test_close_running_event_loop")
    void aRunningLoopCannotBeClosed() throws Exception {
        assertThatThrownBy(() -> complete(() -> {
            loop.close();
            return null;
        })).isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("close failed: cannot close a running event loop");
        assertThat(loop.isClosed()).isFalse();
    }

    @Test
    @CPythonTest({"test_events.EventLoopTestsMixin.test_run_until_complete"})
    void runUntilCompleteGivesTheResultWhenItIsThere() throws Exception {
        double began = loop.time();
        assertThat(complete(Sleep.sleep(0.25, "done"))).isEqualTo("done");
        assertThat(loop.time() - began).isEqualTo(0.25);
        assertThat(loop.isRunning()).isFalse();
    }

    @Test
    @CPythonTest("test_events.EventLoopTestsMixin.test_run_until_complete_stopped")
    void runUntilCompleteSaysThatTheLoopWasStoppedTooEarly() {
        assertThatThrownBy(() -> complete(() -> {
            loop.stop();
            return new Future<>(loop).await();
        })).isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Event loop stopped before Future completed");
    }

    @Test
    @CPythonTest({"test_events.EventLoopTestsMixin.test_run_until_complete_nesting",
            "test_base_events.RunningLoopTests.test_running_loop_within_a_loop"})
    void noLoopRunsInsideALoop() throws Exception {
        EventLoop other = VirtualTime.newLoop();
        complete(() -> {
            assertThat(EventLoop.running()).isSameAs(loop);
            assertThat(loop.isRunning()).isTrue();
            assertThatThrownBy(loop::runForever).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("already running");
            assertThatThrownBy(other::runForever).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("cannot run the event loop while another loop is running");
            assertThatThrownBy(() -> RunUntilComplete.runUntilComplete(other, new Future<>(other)))
                    .isInstanceOf(IllegalStateException.class).hasMessageContaining("already running on this thread");
            assertThat(EventLoop.running()).as("a refused start changes nothing").isSameAs(loop);
            return null;
        });
        other.close();
    }

    @Test
    @CPythonTest("test_base_events.BaseEventLoopTests.test_run_until_complete_loop")
    void aFutureOfAnotherLoopIsRefused() {
        EventLoop other = VirtualTime.newLoop();
        Future<Object> foreign = new Future<>(other);
        assertThatThrownBy(() -> complete(foreign)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("different loop");
        other.close();
    }

    @Test
    @CPythonTest("test_base_events.BaseEventLoopTests.test_run_until_complete_loop_orphan_future_close_loop")
    void anInterruptOfTheMainCoroutineDoesNotStopTheNextRun() throws Exception {
        assertThatThrownBy(() -> complete(() -> {
            throw new KeyboardInterrupt();
        })).isInstanceOf(KeyboardInterrupt.class);
        assertThat(complete(Sleep.sleep(0.1, "next"))).isEqualTo("next");
    }

    @Test
    @CPythonTest({"test_base_events.BaseEventLoopTests.test_run_once",
            "test_tasks.BaseTaskTests.test_stop_while_run_in_complete"})
    void aCallbackThatStopsTheLoopEndsItAfterItsIteration() {
        for (int i = 0; i < 2; i++) {
            loop.callSoon(() -> log.add("before"));
            loop.callSoon(loop::stop);
            loop.callSoon(() -> {
                log.add("after");
                loop.callSoon(() -> log.add("left"));
            });
            loop.runForever();
        }
        assertThat(log).containsExactly("before", "after", "left", "before", "after");
    }

    @Test
    @CPythonTest("test_base_events.BaseEventLoopTests.test_run_forever_pre_stopped")
    void aLoopThatWasStoppedBeforeDoesOneIterationWithoutWaiting() {
        loop.callLater(1, () -> log.add("later"));
        loop.stop();
        loop.runForever();
        assertThat(log).isEmpty();
        assertThat(loop.time()).isZero();
    }

    @Test
    @CPythonTest("test_base_events.BaseEventLoopTests.test_run_forever_keyboard_interrupt")
    void anInterruptLeavesTheLoopIdleAndUsable() {
        collectReports();
        loop.callSoon(() -> {
            throw new KeyboardInterrupt("stop");
        });
        assertThatThrownBy(loop::runForever).isInstanceOf(KeyboardInterrupt.class).hasMessage("stop");
        assertThat(loop.isRunning()).isFalse();
        assertThat(EventLoop.runningOrNull()).isNull();
        loop.callSoon(() -> log.add("next"));
        iterate();
        assertThat(log).containsExactly("next");
        assertThat(reports).isEmpty();
    }

    @Test
    @CPythonTest("test_base_events.BaseEventLoopTests.test_run_until_complete_baseexception")
    void anEndOfTheProgramLeavesTheLoopOnceAndNotTheNextTimeToo() throws Exception {
        assertThatThrownBy(() -> complete(Coroutine.of(() -> {
            throw new SystemExit(3);
        }))).isInstanceOfSatisfying(SystemExit.class, exit -> assertThat(exit.status()).isEqualTo(3));
        int[] turns = new int[1];
        loop.callSoon(new Runnable() {
            @Override
            public void run() {
                if (++turns[0] < 2) {
                    loop.callSoon(this);
                } else {
                    loop.stop();
                }
            }
        });
        loop.runForever();
        assertThat(turns[0]).isEqualTo(2);
    }

    @Test
    void anInterruptOfTheThreadEndsALoopThatWouldWait() {
        loop.callLater(1, () -> log.add("never"));
        Thread.currentThread().interrupt();
        assertThatThrownBy(loop::runForever).isInstanceOf(KeyboardInterrupt.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(log).isEmpty();
    }

    @Test
    void whatTheLoopIsSaysItsText() throws Exception {
        assertThat(loop).hasToString("<EventLoop running=false closed=false debug=false>");
        complete(() -> {
            assertThat(loop).hasToString("<EventLoop running=true closed=false debug=false>");
            return null;
        });
        loop.setDebug(true);
        loop.close();
        assertThat(loop).hasToString("<EventLoop running=false closed=true debug=true>");
    }
}
