package io.asyncio4j.sync;

import static io.asyncio4j.Program.program;
import static io.asyncio4j.Program.spawn;
import static io.asyncio4j.Program.tick;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Task;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTest {

    @Test
    @CPythonTest("test_locks.EventTests.test_repr")
    void textTellsWhetherItIsSetAndHowManyWait() throws Exception {
        program(() -> {
            Event event = new Event();
            assertThat(event).hasToString("<Event [unset]>");
            spawn(event.waitFor());
            tick();
            assertThat(event).hasToString("<Event [unset, waiters:1]>");
            event.set();
            tick();
            assertThat(event).hasToString("<Event [set]>");
        });
    }

    @Test
    @CPythonTest("test_locks.EventTests.test_wait")
    void setWakesEverybodyInOrder() throws Exception {
        program(() -> {
            Event event = new Event();
            assertThat(event.isSet()).isFalse();
            List<Integer> got = new ArrayList<>();
            Task<Boolean> first = spawn(() -> event.waitFor().await() && got.add(1));
            Task<Boolean> second = spawn(() -> event.waitFor().await() && got.add(2));
            tick();
            assertThat(got).isEmpty();
            Task<Boolean> third = spawn(() -> event.waitFor().await() && got.add(3));
            event.set();
            tick();
            assertThat(got).as("the third found it set when it began, before the woken ones ran")
                    .containsExactly(3, 1, 2);
            assertThat(List.of(first.result(), second.result(), third.result())).containsOnly(true);
        });
    }

    @Test
    @CPythonTest("test_locks.EventTests.test_wait_on_set")
    void waitForASetEventDoesNotSuspend() throws Exception {
        program(() -> {
            Event event = new Event();
            event.set();
            Task<Boolean> other = spawn(() -> true);
            assertThat(event.waitFor().await()).isTrue();
            assertThat(other.isDone()).isFalse();
        });
    }

    @Test
    @CPythonTest("test_locks.EventTests.test_wait_cancel")
    void cancelledWaiterLeavesTheLine() throws Exception {
        program(() -> {
            Event event = new Event();
            Task<Boolean> waiter = spawn(event.waitFor());
            EventLoop.running().callSoon(waiter::cancel);
            assertThatThrownBy(waiter::await).isInstanceOf(CancelledError.class);
            assertThat(event.waiters().size()).isZero();
        });
    }

    @Test
    @CPythonTest("test_locks.EventTests.test_clear")
    void clearTakesTheFlagBack() {
        Event event = new Event();
        event.set();
        assertThat(event.isSet()).isTrue();
        event.clear();
        assertThat(event.isSet()).isFalse();
    }

    @Test
    @CPythonTest("test_locks.EventTests.test_clear_with_waiters")
    void waiterGoesOnThoughTheEventWasClearedMeanwhile() throws Exception {
        program(() -> {
            Event event = new Event();
            List<Integer> got = new ArrayList<>();
            Task<Boolean> waiter = spawn(() -> event.waitFor().await() && got.add(1));
            tick();
            event.set();
            event.clear();
            assertThat(event.isSet()).isFalse();
            event.set();
            event.set();
            assertThat(event.waiters().size()).isEqualTo(1);
            tick();
            assertThat(got).containsExactly(1);
            assertThat(event.waiters().size()).isZero();
            assertThat(waiter.result()).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTaskThatOnlyWaitsSaysSoWithOrWithoutAStack(boolean debug) throws Exception {
        program(() -> {
            EventLoop.running().setDebug(debug);
            Task<Boolean> waiter = spawn(new Event().waitFor());
            tick();
            assertThat(waiter.getStack()).singleElement().hasToString("io.asyncio4j.sync.Event.waitFor(Event.java)");
            assertThat(waiter.toString()).contains("coro=<Event.waitFor() suspended at Event.java>");
            waiter.cancel();
        });
    }
}
