package io.asyncio4j;

import static io.asyncio4j.Program.go;
import static io.asyncio4j.Program.tick;
import static io.asyncio4j.coroutine.AsyncWith.asyncWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.iter.AsyncGenerator;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.KeyboardInterrupt;
import io.asyncio4j.queue.Queue;
import io.asyncio4j.runner.Run;
import io.asyncio4j.sync.Condition;
import io.asyncio4j.sync.Event;
import io.asyncio4j.sync.Lock;
import io.asyncio4j.task.AsCompleted;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.Gather;
import io.asyncio4j.task.RunUntilComplete;
import io.asyncio4j.task.Shield;
import io.asyncio4j.task.Task;
import io.asyncio4j.task.TaskGroup;
import io.asyncio4j.task.Timeout;
import io.asyncio4j.task.Wait;
import io.asyncio4j.task.WaitFor;
import io.asyncio4j.thread.RunInExecutor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How many iterations of the loop pass between an action and its effects, as measured with CPython 3.13. These numbers
/// nail the scheduler: a program can tell one too many or too few by the order of its output.
class IterationTableTest {

    private final Iterations iterations = new Iterations();

    @AfterEach
    void closeLoop() {
        iterations.loop.close();
    }

    /// A coroutine that notes when it runs.
    private Coroutine<Void> marking(String what) {
        return Coroutine.of(() -> {
            iterations.mark(what);
            return null;
        });
    }

    /// Runs the action in a task and notes when it has ended, and how if it failed.
    private void measure(AsyncAction action) throws Exception {
        iterations.run(() -> measured(action, "resumes"));
    }

    private void measured(AsyncAction action, String what) {
        iterations.start();
        noting(action, what);
    }

    private void noting(AsyncAction action, String what) {
        try {
            action.run();
            iterations.mark(what);
        } catch (Throwable failure) {
            iterations.mark(failure.getClass().getSimpleName());
        }
    }

    private void assertMarks(String... marks) {
        assertThat(iterations.marks()).containsExactly(marks);
    }

    @Test
    void runUntilCompleteOfACoroutineThatReturnsAtOnceTakesTwo() throws Exception {
        iterations.run(() -> iterations.mark("runs"));
        assertThat(iterations.count()).isEqualTo(2);
        assertMarks("runs +1");
    }

    @Test
    void sleepZeroTakesOne() throws Exception {
        measure(() -> tick());
        assertMarks("resumes +1");
    }

    @Test
    void awaitingADoneFutureTakesNone() throws Exception {
        measure(() -> done(1).await());
        assertMarks("resumes +0");
    }

    @Test
    void aTaskRunsAfterOneAndItsAwaiterAfterTwo() throws Exception {
        measure(() -> spawn(marking("step")).await());
        assertMarks("step +1", "resumes +2");
    }

    @Test
    void gatherResumesAfterThree() throws Exception {
        measure(() -> Gather.gather(marking("a"), marking("b")).await());
        assertMarks("a +1", "b +1", "resumes +3");
    }

    @Test
    void waitResumesAfterThree() throws Exception {
        measure(() -> Wait.wait(List.of(spawn(marking("a")), spawn(marking("b")))).await());
        assertMarks("a +1", "b +1", "resumes +3");
    }

    @Test
    void gatherOfDoneFuturesTakesNone() throws Exception {
        measure(() -> Gather.gather(done(1), done(2)).await());
        assertMarks("resumes +0");
    }

    @Test
    void waitForDoneFuturesTakesTwo() throws Exception {
        measure(() -> Wait.wait(List.of(done(1), done(2))).await());
        assertMarks("resumes +2");
    }

    private static Future<Integer> done(int value) {
        var future = new Future<Integer>();
        future.setResult(value);
        return future;
    }

    @Test
    void asCompletedGivesTheFirstAfterThree() throws Exception {
        iterations.run(() -> {
            iterations.start();
            for (Coroutine<Void> next : AsCompleted.asCompleted(List.of(marking("a"), marking("b")))) {
                next.await();
                iterations.mark("resumes");
            }
        });
        assertMarks("a +1", "b +1", "resumes +3", "resumes +3");
    }

    @Test
    void asCompletedOfDoneFuturesGivesTheFirstAfterTwo() throws Exception {
        iterations.run(() -> {
            iterations.start();
            for (Coroutine<Integer> next : AsCompleted.asCompleted(List.of(done(1), done(2)))) {
                iterations.mark("got " + next.await());
            }
        });
        assertMarks("got 1 +2", "got 2 +2");
    }

    @Test
    void waitForWithoutTimeResumesThreeAfterTheCancellation() throws Exception {
        iterations.run(() -> {
            Task<Void> slow = go(() -> {
                try {
                    new Future<Void>().await();
                } finally {
                    iterations.mark("inside");
                }
            });
            tick();
            measured(() -> WaitFor.waitFor(slow, 0).await(), "resumes");
        });
        assertMarks("inside +1", "TimeoutException +3");
    }

    @Test
    void aFailedTaskEndsItsGroupAfterFive() throws Exception {
        measure(() -> asyncWith(new TaskGroup(), group -> {
            group.createTask(() -> {
                try {
                    new Future<Void>().await();
                } finally {
                    iterations.mark("sibling");
                }
            });
            group.createTask(() -> {
                iterations.mark("fails");
                throw new IllegalStateException();
            });
            try {
                new Future<Void>().await();
            } finally {
                iterations.mark("block");
            }
        }));
        assertMarks("fails +1", "sibling +3", "block +3", "ExceptionGroup +5");
    }

    @Test
    void shieldResumesAfterThree() throws Exception {
        measure(() -> Shield.shield(marking("step")).await());
        assertMarks("step +1", "resumes +3");
    }

    @Test
    void aGroupOfOneTaskEndsAfterThree() throws Exception {
        measure(() -> asyncWith(new TaskGroup(), group -> group.createTask(marking("step"))));
        assertMarks("step +1", "resumes +3");
    }

    @Test
    void anEmptyGroupTakesNone() throws Exception {
        measure(() -> asyncWith(new TaskGroup(), () -> iterations.mark("body")));
        assertMarks("body +0", "resumes +0");
    }

    @Test
    void waitForOfACoroutineTakesNone() throws Exception {
        measure(() -> WaitFor.waitFor(marking("step"), 10).await());
        assertMarks("step +0", "resumes +0");
    }

    @Test
    void waitForOfADoneFutureTakesNone() throws Exception {
        measure(() -> WaitFor.waitFor(done(1), 10).await());
        assertMarks("resumes +0");
    }

    @Test
    void waitersOnALockFollowEachOtherOneByOne() throws Exception {
        iterations.run(() -> {
            var lock = new Lock();
            lock.acquire().await();
            List<Task<Void>> waiters = three(name -> () -> asyncWith(lock, () -> iterations.mark(name)));
            iterations.start();
            lock.release();
            Gather.gather(waiters).await();
        });
        assertMarks("a +1", "b +2", "c +3");
    }

    @Test
    void gettersOfAQueueAllRunInTheNext() throws Exception {
        iterations.run(() -> {
            var queue = new Queue<Integer>();
            List<Task<Void>> getters = three(name -> () -> iterations.mark(name + queue.get().await()));
            iterations.start();
            for (int i = 1; i <= 3; i++) {
                queue.putNowait(i);
            }
            Gather.gather(getters).await();
        });
        assertMarks("a1 +1", "b2 +1", "c3 +1");
    }

    @Test
    void waitersOnAnEventThatWasSetAndClearedAllRunInTheNext() throws Exception {
        iterations.run(() -> {
            var event = new Event();
            List<Task<Void>> waiters = three(name -> () -> {
                event.waitFor().await();
                iterations.mark(name);
            });
            iterations.start();
            event.set();
            event.clear();
            Gather.gather(waiters).await();
        });
        assertMarks("a +1", "b +1", "c +1");
    }

    @Test
    void waitersOnAConditionAllRunInTheNext() throws Exception {
        iterations.run(() -> {
            var condition = new Condition();
            List<Task<Void>> waiters = three(name -> () -> asyncWith(condition, () -> {
                condition.waitFor().await();
                iterations.mark(name);
            }));
            condition.acquire().await();
            iterations.start();
            condition.notifyAllWaiters();
            condition.release();
            Gather.gather(waiters).await();
        });
        assertMarks("a +1", "b +1", "c +1");
    }

    private interface Waiter {
        AsyncAction named(String name);
    }

    private static List<Task<Void>> three(Waiter waiter) throws Exception {
        List<Task<Void>> tasks = List.of(go(waiter.named("a")), go(waiter.named("b")), go(waiter.named("c")));
        tick(2);
        return tasks;
    }

    @Test
    void aCancelledTaskSeesItAfterOneAndItsAwaiterAfterTwo() throws Exception {
        iterations.run(() -> {
            Task<Void> waiting = go(() -> {
                try {
                    new Future<Void>().await();
                } finally {
                    iterations.mark("inside");
                }
            });
            tick();
            iterations.start();
            waiting.cancel();
            noting(waiting::await, "resumes");
        });
        assertMarks("inside +1", "CancelledError +2");
    }

    @Test
    void aCancellationClimbsOneLevelInEach() throws Exception {
        iterations.run(() -> {
            Task<Void> inner = go(() -> {
                try {
                    new Future<Void>().await();
                } finally {
                    iterations.mark("inner");
                }
            });
            Task<Void> outer = go(() -> {
                try {
                    inner.await();
                } finally {
                    iterations.mark("outer");
                }
            });
            tick(2);
            iterations.start();
            outer.cancel();
            noting(outer::await, "resumes");
        });
        assertMarks("inner +1", "outer +2", "CancelledError +3");
    }

    @Test
    void aTaskCancelledBeforeItsFirstStepNeverRuns() throws Exception {
        measure(() -> {
            Task<Void> task = spawn(marking("never"));
            task.cancel();
            try {
                task.await();
            } finally {
                assertThat(task.isCancelled()).isTrue();
            }
        });
        assertMarks("CancelledError +2");
    }

    @Test
    void aResultIsLostWhenItsAwaiterIsCancelledInTheSameIteration() throws Exception {
        iterations.run(() -> {
            var future = new Future<Integer>();
            Task<Integer> waiting = spawn(future);
            tick();
            iterations.start();
            future.setResult(1);
            assertThat(waiting.cancel()).isTrue();
            noting(waiting::await, "resumes");
        });
        assertMarks("CancelledError +2");
    }

    private static <T> Task<T> spawn(Awaitable<T> awaitable) {
        return Program.spawn(awaitable instanceof Future<T> future ? () -> future.await() : awaitable);
    }

    @Test
    void aTaskThatCancelsItselfAndReturnsIsCancelled() throws Exception {
        iterations.run(() -> {
            Task<Integer> task = spawn(() -> {
                Task.currentTask().cancel();
                return 1;
            });
            noting(task::await, "resumes");
            assertThat(task.isCancelled()).isTrue();
        });
        assertThat(iterations.marks()).singleElement().asString().startsWith("CancelledError");
    }

    @Test
    void aLimitOfZeroStrikesAtTheFirstAwait() throws Exception {
        measure(() -> asyncWith(Timeout.timeout(0), () -> tick()));
        assertMarks("TimeoutException +1");
    }

    @Test
    void aLimitOfZeroAroundNothingDoesNothing() throws Exception {
        measure(() -> asyncWith(Timeout.timeout(0), () -> iterations.mark("body")));
        assertMarks("body +0", "resumes +0");
    }

    @Test
    void aTimerThatIsDueRunsInTheNextBehindTheCallbacksScheduledMeanwhile() throws Exception {
        iterations.run(() -> {
            iterations.start();
            iterations.loop.callLater(0, () -> iterations.mark("later"));
            iterations.loop.callSoon(() -> iterations.mark("soon"));
            tick(3);
        });
        assertMarks("soon +1", "later +1");
    }

    /// CPython leaves this order undefined; here it is that of the calls.
    @Test
    void timersOfOneDeadlineRunInTheOrderOfTheirCalls() throws Exception {
        iterations.run(() -> {
            iterations.start();
            for (int i = 0; i < 8; i++) {
                String name = Integer.toString(i);
                iterations.loop.callAt(0, () -> iterations.mark(name));
            }
            tick(3);
        });
        assertMarks("0 +1", "1 +1", "2 +1", "3 +1", "4 +1", "5 +1", "6 +1", "7 +1");
    }

    @Test
    void aKeyboardInterruptOfACallbackLeavesTheRestOfTheBatchForTheNextRun() {
        iterations.loop.callSoon(() -> iterations.mark("before"));
        iterations.loop.callSoon(() -> {
            throw new KeyboardInterrupt();
        });
        iterations.loop.callSoon(() -> iterations.mark("after"));
        iterations.loop.callSoon(iterations.loop::stop);
        assertThatThrownBy(iterations.loop::runForever).isInstanceOf(KeyboardInterrupt.class);
        assertMarks("before +1");
        iterations.loop.runForever();
        assertMarks("before +1", "after +2");
    }

    @Test
    void aKeyboardInterruptOfATaskLeavesTheLoopAndIsItsFailure() throws Exception {
        var interrupt = new KeyboardInterrupt();
        Task<Void> task = Task.create(iterations.loop, () -> {
            throw interrupt;
        }, null, null);
        assertThatThrownBy(() -> RunUntilComplete.runUntilComplete(iterations.loop, task))
                .isSameAs(interrupt);
        assertThat(task.exception()).isSameAs(interrupt);
        RunUntilComplete.runUntilComplete(iterations.loop, marking("next run"));
        assertThat(iterations.marks()).hasSize(1);
    }

    /// Not on the counting loop: the end of the whole program is looked at.
    @Test
    void aProgramEndsWithItsTasksThenItsGeneratorsThenItsThreads() throws Exception {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        var generatorClosed = new CountDownLatch(1);
        Run.run(() -> {
            spawn(() -> {
                try {
                    return new Future<Void>().await();
                } finally {
                    order.add("task cancelled");
                }
            });
            var generator = AsyncGenerator.<Integer>of(items -> {
                try {
                    items.yield(1);
                } finally {
                    order.add("generator closed");
                    generatorClosed.countDown();
                }
            });
            generator.anext();
            RunInExecutor.runInExecutor(EventLoop.running(), null, () -> {
                generatorClosed.await();
                return order.add("thread joined");
            });
            tick();
            return null;
        });
        assertThat(order).containsExactly("task cancelled", "generator closed", "thread joined");
    }
}
