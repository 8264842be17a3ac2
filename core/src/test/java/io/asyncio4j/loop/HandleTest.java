package io.asyncio4j.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.LoopTest;
import io.asyncio4j.context.Context;
import io.asyncio4j.context.ContextVar;
import io.asyncio4j.loop.spi.Droppable;
import io.asyncio4j.ports.CPythonTest;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Scheduled callbacks as objects: cancelling, texts, failures.
class HandleTest extends LoopTest {
    private final List<Object> log = new ArrayList<>();

    private static final class Named implements Runnable {
        @Override
        public void run() {
            // only its name matters
        }

        @Override
        public String toString() {
            return "named()";
        }
    }

    @Test
    @CPythonTest("test_events.HandleTests.test_handle")
    void aHandleIsCancelledOnceAndForAll() {
        Handle handle = loop.callSoon(() -> log.add("never"));
        assertThat(handle.cancelled()).isFalse();
        handle.cancel();
        handle.cancel();
        assertThat(handle.cancelled()).isTrue();
        iterate();
        assertThat(log).isEmpty();
    }

    @Test
    void aHandleKnowsTheContextItsCallbackRunsIn() {
        ContextVar<Integer> variable = ContextVar.of("variable");
        variable.set(7);
        assertThat(loop.callSoon(new Named()).getContext().get(variable)).isEqualTo(7);
    }

    @Test
    void theContextOfACallbackIsOneObjectWhoeverAsksAndWhenever() {
        Handle[] handles = new Handle[2];
        List<Context> current = new ArrayList<>();
        handles[0] = loop.callSoon(() -> {
            current.add(handles[0].getContext());
            current.add(Context.current());
            assertThat(Context.current().isEntered()).isTrue();
        });
        handles[1] = loop.callSoon(() -> current.add(Context.current()));
        iterate();
        assertThat(current.get(0)).isSameAs(current.get(1)).isSameAs(handles[0].getContext());
        assertThat(current.get(2)).isSameAs(handles[1].getContext()).isNotSameAs(current.get(0));
        assertThat(current).noneMatch(Context::isEntered);
    }

    @Test
    @CPythonTest("test_events.HandleTests.test_callback_with_exception")
    void aFailureOfACallbackGoesToTheExceptionHandlerWithItsHandle() {
        collectReports();
        IllegalStateException failure = new IllegalStateException("broken");
        Handle handle = loop.callSoon(() -> {
            throw failure;
        });
        loop.callSoon(() -> log.add("next"));
        iterate();
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.message()).startsWith("Exception in callback ").contains("HandleTest lambda");
            assertThat(report.exception()).isSameAs(failure);
            assertThat(report.get("handle")).isSameAs(handle);
            assertThat(report.keys()).containsExactly("handle");
        });
        assertThat(log).containsExactly("next");
    }

    @Test
    @CPythonTest("test_events.HandleTests.test_handle_weakref")
    void aCancelledHandleDoesNotKeepItsCallback() {
        Runnable callback = new Named();
        WeakReference<Runnable> dropped = new WeakReference<>(callback);
        Handle handle = loop.callSoon(callback);
        handle.cancel();
        callback = null;
        awaitCollected(dropped);
        assertThat(handle.cancelled()).isTrue();
    }

    @Test
    @CPythonTest({"test_events.HandleTests.test_handle_repr", "test_events.TimerTests.test_timer_repr"})
    void theTextNamesTheCallbackAndTheDeadline() {
        Handle handle = loop.callSoon(new Named());
        assertThat(handle).hasToString("<Handle named()>");
        handle.cancel();
        assertThat(handle).hasToString("<Handle cancelled>");
        TimerHandle timer = loop.callAt(123, new Named());
        assertThat(timer).hasToString("<TimerHandle when=123.0 named()>");
        timer.cancel();
        assertThat(timer).hasToString("<TimerHandle cancelled when=123.0>");
        assertThat(loop.callSoon(() -> log.add("runs"))).asString().contains("HandleTest lambda");
    }

    @Test
    @CPythonTest({"test_events.HandleTests.test_handle_repr_debug", "test_events.TimerTests.test_timer_repr_debug"})
    void debugModeAddsWhereItWasMadeAndKeepsTheTextOfACancelledOne() {
        loop.setDebug(true);
        Handle handle = loop.callSoon(new Named());
        String made =
                "created at io.asyncio4j.loop.HandleTest.debugModeAddsWhereItWasMadeAndKeepsTheTextOfACancelledOne(HandleTest.java:";
        assertThat(handle).asString().startsWith("<Handle named() " + made);
        handle.cancel();
        assertThat(handle).asString().startsWith("<Handle cancelled named() " + made);
        handle.cancel();
        assertThat(handle).asString().startsWith("<Handle cancelled named() " + made);
        TimerHandle timer = loop.callAt(123, new Named());
        assertThat(timer).asString().startsWith("<TimerHandle when=123.0 named() " + made);
        timer.cancel();
        assertThat(timer).asString().startsWith("<TimerHandle cancelled when=123.0 named() " + made);
    }

    @Test
    @CPythonTest("test_events.HandleTests.test_handle_source_traceback")
    void debugModeRecordsTheCallerOfEachWayToSchedule() {
        loop.setDebug(true);
        for (Handle handle : List.of(loop.callSoon(new Named()), loop.callSoonThreadsafe(new Named()),
                loop.callLater(1, new Named()), loop.callAt(1, new Named()))) {
            assertThat(handle.madeAt()).isNotEmpty();
            assertThat(handle.madeAt()[0].getMethodName()).isEqualTo("debugModeRecordsTheCallerOfEachWayToSchedule");
        }
    }

    @Test
    @CPythonTest({"test_events.TimerTests.test_when", "test_events.TimerTests.test_timer"})
    void aTimerKnowsItsDeadlineAndForgetsItsCallback() {
        TimerHandle timer = loop.callAt(15, new Named());
        assertThat(timer.when()).isEqualTo(15);
        assertThat(timer.cancelled()).isFalse();
        timer.cancel();
        assertThat(timer.cancelled()).isTrue();
        assertThat(timer.when()).isEqualTo(15);
    }

    @Test
    void timersAreOrderedByDeadlineAndThenByAge() {
        TimerHandle early = loop.callAt(10, new Named());
        TimerHandle late = loop.callAt(20, new Named());
        TimerHandle lateToo = loop.callAt(20, new Named());
        assertThat(List.of(lateToo, late, early).stream().sorted()).containsExactly(early, late, lateToo);
        assertThat(late).isEqualByComparingTo(late).isNotEqualTo(lateToo);
    }

    // ---- never running

    /// Writes down which of the two happens to it.
    private static final class Owed implements Droppable {
        private final AtomicInteger ran;
        private final AtomicInteger dropped;

        Owed(AtomicInteger ran, AtomicInteger dropped) {
            this.ran = ran;
            this.dropped = dropped;
        }

        @Override
        public void run() {
            ran.incrementAndGet();
        }

        @Override
        public void dropped() {
            dropped.incrementAndGet();
        }
    }

    @Test
    void whatIsDroppedWithItsLoopIsToldSoAndWhatRanOrWasCancelledIsNot() {
        AtomicInteger ran = new AtomicInteger();
        AtomicInteger dropped = new AtomicInteger();
        loop.callSoonThreadsafe(new Owed(ran, dropped));
        iterate(1);
        loop.callSoon(new Owed(ran, dropped));
        loop.callSoon(new Owed(ran, dropped)).cancel();
        loop.callSoonThreadsafe(new Owed(ran, dropped));
        loop.callSoonThreadsafe(new Owed(ran, dropped)).cancel();
        loop.close();
        loop.close();
        assertThat(ran).hasValue(1);
        assertThat(dropped).hasValue(2);
    }

    @Test
    void whatComesFromAThreadWhileTheLoopIsClosedIsRefusedOrTold() throws Exception {
        for (int round = 0; round < 300; round++) {
            EventLoop closing = new EventLoop();
            AtomicInteger ran = new AtomicInteger();
            AtomicInteger dropped = new AtomicInteger();
            AtomicInteger accepted = new AtomicInteger();
            CountDownLatch begun = new CountDownLatch(1);
            Thread sender = Thread.ofPlatform().start(() -> {
                try {
                    while (true) {
                        closing.callSoonThreadsafe(new Owed(ran, dropped));
                        accepted.incrementAndGet();
                        begun.countDown();
                    }
                } catch (IllegalStateException closed) {
                    assertThat(closed).hasMessage("Event loop is closed");
                }
            });
            begun.await();
            closing.close();
            sender.join();
            assertThat(dropped).hasValue(accepted.get());
            assertThat(ran).hasValue(0);
        }
    }

    // ---- cancelling from another thread

    @Test
    @CPythonTest("test_events.EventLoopTestsMixin.test_call_soon_threadsafe_handle_cancel_same_thread")
    void aThreadsafeHandleCanBeCancelledOnTheLoopsThread() {
        loop.callSoon(() -> loop.callSoonThreadsafe(() -> log.add("never")).cancel());
        iterate(3);
        assertThat(log).isEmpty();
    }

    @Test
    @CPythonTest("test_events.EventLoopTestsMixin.test_call_soon_threadsafe_handle_cancel_other_thread")
    void aThreadsafeHandleCancelledElsewhereBeforeItRanDoesNotRun() throws Exception {
        AtomicReference<Handle> handle = new AtomicReference<>();
        Thread.ofPlatform().start(() -> {
            handle.set(loop.callSoonThreadsafe(() -> log.add("never")));
            handle.get().cancel();
        }).join();
        iterate(3);
        assertThat(handle.get().cancelled()).isTrue();
        assertThat(log).isEmpty();
    }

    @Test
    @CPythonTest("test_events.EventLoopTestsMixin.test_call_soon_threadsafe_handle_block_cancellation")
    void cancellingACallbackThatRunsWaitsForItsEnd() throws Exception {
        EventLoop real = new EventLoop();
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch cancelling = new CountDownLatch(1);
        List<String> order = java.util.Collections.synchronizedList(new ArrayList<>());
        Handle handle = real.callSoonThreadsafe(() -> {
            running.countDown();
            awaitUninterruptibly(cancelling);
            order.add("callback ended");
        });
        Thread canceller = Thread.ofPlatform().start(() -> {
            awaitUninterruptibly(running);
            cancelling.countDown();
            handle.cancel();
            order.add("cancelled");
            real.callSoonThreadsafe(real::stop);
        });
        real.runForever();
        canceller.join();
        real.close();
        assertThat(order).containsExactly("callback ended", "cancelled");
    }

    @Test
    @CPythonTest("test_events.EventLoopTestsMixin.test_call_soon_threadsafe_handle_block_check_cancelled")
    void aCallbackThatRunsIsNotCancelledAndMayAskSoItself() {
        AtomicReference<Handle> handle = new AtomicReference<>();
        handle.set(loop.callSoonThreadsafe(() -> log.add(handle.get().cancelled())));
        iterate();
        assertThat(log).containsExactly(false);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }
}
