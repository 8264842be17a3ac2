package io.asyncio4j.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.LoopTest;
import io.asyncio4j.context.Context;
import io.asyncio4j.context.ContextVar;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.task.Task;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// When a callback runs, and in which order.
class SchedulingTest extends LoopTest {
    private final List<Object> log = new ArrayList<>();

    private Runnable note(Object what) {
        return () -> log.add(what);
    }

    /// Runs until what is scheduled now has been done, in virtual time.
    private void runUntil(double when) {
        loop.callAt(when, loop::stop);
        loop.runForever();
    }

    @Test
    @CPythonTest({"test_events.EventLoopTestsMixin.test_call_soon",
            "test_base_events.BaseEventLoopTests.test_call_soon"})
    void callbacksRunInTheOrderOfTheirCalls() {
        Handle first = loop.callSoon(note("first"));
        loop.callSoon(note("second"));
        loop.callSoonThreadsafe(note("third"));
        loop.callSoon(note("fourth"));
        assertThat(first.cancelled()).isFalse();
        iterate();
        assertThat(log).containsExactly("first", "second", "third", "fourth");
    }

    @Test
    @CPythonTest("test_base_events.BaseEventLoopTests.test__run_once_schedule_handle")
    void whatACallbackSchedulesWaitsForTheNextIteration() {
        loop.callSoon(() -> {
            log.add("outer");
            loop.callSoon(note("inner"));
        });
        iterate();
        assertThat(log).containsExactly("outer");
        iterate();
        assertThat(log).containsExactly("outer", "inner");
    }

    @Test
    @CPythonTest("test_base_events.BaseEventLoopTests.test__add_callback_cancelled_handle")
    void aCancelledCallbackDoesNotRun() {
        loop.callSoon(note("cancelled")).cancel();
        loop.callSoonThreadsafe(note("cancelled too")).cancel();
        loop.callLater(1, note("cancelled timer")).cancel();
        loop.callSoon(note("runs"));
        runUntil(2);
        assertThat(log).containsExactly("runs");
    }

    @Test
    @CPythonTest({"test_events.EventLoopTestsMixin.test_call_later",
            "test_base_events.BaseEventLoopTests.test_call_later"})
    void aTimerRunsWhenItIsDueAndNotBefore() {
        TimerHandle timer = loop.callLater(10, () -> log.add(loop.time()));
        assertThat(timer.when()).isEqualTo(loop.time() + 10);
        runUntil(9.5);
        assertThat(log).isEmpty();
        runUntil(20);
        assertThat(log).containsExactly(10.0);
    }

    @Test
    void aDelayMayBeADuration() {
        assertThat(loop.callLater(Duration.ofMillis(1500), note("late")).when()).isEqualTo(loop.time() + 1.5);
    }

    @Test
    void alsoOneOfMoreNanosecondsThanALongHolds() {
        Duration forever = ChronoUnit.FOREVER.getDuration();
        assertThat(loop.callLater(forever, note("never")).when()).isGreaterThan(9e18);
        Task<Void> sleeper = Task.create(loop, Sleep.sleep(forever), null, null);
        iterate();
        sleeper.cancel();
        iterate(2);
        assertThat(sleeper.isCancelled()).isTrue();
    }

    @Test
    @CPythonTest("test_base_events.BaseEventLoopTests.test_call_later_negative_delays")
    void negativeDelaysAreDueAtOnceTheLongestAgoFirst() {
        loop.callLater(-1, note("a second ago"));
        loop.callLater(-2, note("two seconds ago"));
        iterate(2);
        assertThat(log).containsExactly("two seconds ago", "a second ago");
    }

    @Test
    @CPythonTest("test_base_events.BaseEventLoopTests.test_time_and_call_at")
    void aTimerMayNameItsDeadlineOnTheLoopsClock() {
        double when = loop.time() + 0.25;
        loop.callAt(when, () -> {
            log.add(loop.time());
            loop.stop();
        });
        loop.runForever();
        assertThat(log).containsExactly(when);
    }

    @Test
    void timesThatAreNoNumberAreRefused() {
        assertThatThrownBy(() -> loop.callLater(Double.NaN, note("never"))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("callLater got an invalid delay: NaN; give seconds");
        assertThatThrownBy(() -> loop.callAt(Double.NaN, note("never"))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("callAt got an invalid time: NaN");
    }

    @Test
    @CPythonTest("test_base_events.BaseEventLoopTests.test__run_once_cancelled_event_cleanup")
    void cancelledTimersAreDroppedOnceTheyAreMoreThanHalfOfMoreThanAHundred() {
        TimerQueue queue = new TimerQueue();
        List<TimerHandle> timers = new ArrayList<>();
        for (int i = 0; i < 102; i++) {
            TimerHandle timer = new TimerHandle(loop, 100 + i, note(i), Context.copyContext());
            queue.add(timer.when(), timer);
            timers.add(timer);
        }
        for (int i = 101; i > 50; i--) {
            timers.get(i).cancel();
            queue.noteCancelled();
        }
        queue.purge();
        assertThat(queue.size()).as("half of them are cancelled, none at the head").isEqualTo(102);
        timers.get(50).cancel();
        queue.noteCancelled();
        queue.purge();
        assertThat(queue.size()).as("more than half were").isEqualTo(50);
        timers.getFirst().cancel();
        queue.noteCancelled();
        queue.purge();
        assertThat(queue.size()).as("a cancelled head goes at once").isEqualTo(49);
        assertThat(queue.remove()).isSameAs(timers.get(1));
    }

    @Test
    @CPythonTest({"test_events.EventLoopTestsMixin.test_call_soon_threadsafe",
            "test_events.GetEventLoopTestsMixin.test_get_running_loop_already_running"})
    void anotherThreadsCallbackRunsOnTheLoopsThreadAndWakesIt() throws Exception {
        Thread mine = Thread.currentThread();
        EventLoop real = new EventLoop();
        AtomicReference<Thread> ranOn = new AtomicReference<>();
        Thread other = Thread.ofPlatform().start(() -> real.callSoonThreadsafe(() -> {
            ranOn.set(Thread.currentThread());
            assertThat(EventLoop.running()).isSameAs(real);
            real.stop();
        }));
        real.runForever();
        other.join();
        real.close();
        assertThat(ranOn).hasValue(mine);
    }

    @Test
    @CPythonTest("test_events.EventLoopTestsMixin.test_call_soon_threadsafe_same_thread")
    void aThreadsafeCallOnTheLoopsOwnThreadTakesItsTurn() {
        loop.callSoon(() -> {
            loop.callSoonThreadsafe(note("threadsafe"));
            loop.callSoon(note("plain"));
        });
        iterate(2);
        assertThat(log).containsExactly("threadsafe", "plain");
    }

    @Test
    void aCallbackRunsInACopyOfItsCallersContextUnlessOneIsGiven() throws Exception {
        ContextVar<String> variable = ContextVar.of("variable");
        variable.set("caller's");
        Context given = Context.copyContext();
        variable.set("later");
        loop.callSoon(() -> {
            log.add(variable.get());
            variable.set("lost");
        });
        loop.callSoon(() -> log.add(variable.get()), given);
        loop.callLater(0, () -> log.add(variable.get()), given);
        Thread.ofPlatform().start(() -> loop.callSoonThreadsafe(() -> log.add(variable.get("unset")))).join();
        iterate(3);
        assertThat(log).containsExactlyInAnyOrder("later", "caller's", "caller's", "unset");
        assertThat(variable.get()).isEqualTo("later");
    }

    @Test
    void nothingIsNoCallback() {
        assertThatThrownBy(() -> loop.callSoon(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> loop.callLater(1, null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> loop.callSoonThreadsafe(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    @CPythonTest("test_base_events.BaseEventLoopTests.test_check_thread")
    void debugModeRefusesSchedulingFromAnotherThreadWhileTheLoopRuns() throws Exception {
        CompletableFuture<Throwable> debugged = new CompletableFuture<>();
        CompletableFuture<Throwable> timed = new CompletableFuture<>();
        CompletableFuture<Throwable> plain = new CompletableFuture<>();
        complete(() -> {
            plain.complete(elsewhere(() -> loop.callSoon(note("unchecked"))));
            loop.setDebug(true);
            debugged.complete(elsewhere(() -> loop.callSoon(note("never"))));
            timed.complete(elsewhere(() -> loop.callLater(0, note("never"))));
            loop.setDebug(false);
            return null;
        });
        assertThat(plain.get()).isNull();
        for (Throwable refusal : List.of(debugged.get(), timed.get())) {
            assertThat(refusal).isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith(
                            "Non-thread-safe operation invoked on an event loop other than the current one")
                    .hasMessageContaining("stranger").hasMessageEndingWith("use callSoonThreadsafe");
        }
        loop.setDebug(true);
        assertThat(elsewhere(() -> loop.callSoon(note("idle")))).as("an idle loop has no thread").isNull();
    }

    private static Throwable elsewhere(Runnable action) throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread.ofPlatform().name("stranger").start(() -> {
            try {
                action.run();
            } catch (Throwable thrown) {
                failure.set(thrown);
            }
        }).join();
        return failure.get();
    }
}
