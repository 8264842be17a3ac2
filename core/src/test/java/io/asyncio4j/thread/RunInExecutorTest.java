package io.asyncio4j.thread;

import static io.asyncio4j.Program.program;
import static io.asyncio4j.Program.tick;
import static io.asyncio4j.thread.DefaultExecutor.setDefaultExecutor;
import static io.asyncio4j.thread.DefaultExecutor.shutdownDefaultExecutor;
import static io.asyncio4j.thread.RunInExecutor.runInExecutor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Warnings;
import io.asyncio4j.context.ContextVar;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.LoopOptions;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.RunUntilComplete;
import io.asyncio4j.task.Sleep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class RunInExecutorTest {
    private final List<Object> log = new ArrayList<>();

    @Test
    @CPythonTest("test_events.EventLoopTestsMixin.test_run_in_executor")
    void callRunsWithoutBeingAwaited() throws Exception {
        program(() -> {
            CountDownLatch ran = new CountDownLatch(1);
            Future<String> future = runInExecutor(EventLoop.running(), null, () -> {
                ran.countDown();
                return Thread.currentThread().getName();
            });
            ran.await();
            assertThat(future.isDone()).isFalse();
            assertThat(future.await()).startsWith("asyncio_");
        });
    }

    @Test
    void contextStaysBehind() throws Exception {
        program(() -> {
            ContextVar<Integer> number = ContextVar.withDefault("number", 0);
            number.set(11);
            assertThat(runInExecutor(EventLoop.running(), null, number::get).await()).isZero();
        });
    }

    @Test
    void anyExecutorWillDo() throws Exception {
        program(() -> {
            Future<String> future = runInExecutor(EventLoop.running(), Runnable::run, () -> "here");
            assertThat(future.isDone()).as("completed by the loop in a later iteration").isFalse();
            assertThat(future.await()).isEqualTo("here");
        });
    }

    @Test
    @CPythonTest("test_events.EventLoopTestsMixin.test_run_in_executor_cancel")
    void cancelledCallThatHasNotBegunNeverRuns() throws Exception {
        program(() -> {
            EventLoop loop = EventLoop.running();
            List<Runnable> queue = new ArrayList<>();
            Future<Boolean> future = runInExecutor(loop, queue::add, () -> log.add("must not run"));
            assertThat(loop.outsideWork(0)).isEqualTo(1);
            future.cancel();
            assertThatThrownBy(future::await).isInstanceOf(CancelledError.class);
            tick();
            assertThat(loop.outsideWork(0)).isZero();
            queue.getFirst().run();
            tick();
            assertThat(log).isEmpty();
        });
    }

    @Test
    void outcomeOfACallCancelledWhileItRanIsDropped() throws Exception {
        program(() -> {
            EventLoop loop = EventLoop.running();
            List<Runnable> queue = new ArrayList<>();
            loop.setExceptionHandler((on, context) -> log.add(context));
            Future<Boolean> future = runInExecutor(loop, queue::add, () -> log.add("ran"));
            queue.getFirst().run();
            future.cancel();
            tick(2);
            assertThat(future.isCancelled()).isTrue();
            assertThat(log).containsExactly("ran");
            assertThat(loop.outsideWork(0)).isZero();
        });
    }

    @Test
    void refusalOfTheExecutorComesOutAtOnce() throws Exception {
        program(() -> {
            ExecutorService closed = Executors.newSingleThreadExecutor();
            closed.shutdown();
            assertThatThrownBy(() -> runInExecutor(EventLoop.running(), closed, () -> 1))
                    .isInstanceOf(RejectedExecutionException.class);
            assertThat(EventLoop.running().outsideWork(0)).isZero();
        });
    }

    @Test
    void cancellationOfWhatTheCallWaitedForIsACancelledErrorHere() throws Exception {
        program(() -> {
            Future<Object> future = runInExecutor(EventLoop.running(), null, () -> {
                throw new CancellationException("elsewhere");
            });
            assertThatThrownBy(future::await).isInstanceOf(CancelledError.class).hasMessage("elsewhere");
            assertThat(future.isCancelled()).isFalse();
        });
    }

    @Test
    void outcomeForAClosedLoopIsDropped() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        List<Runnable> queue = new ArrayList<>();
        EventLoop loop = new EventLoop();
        RunUntilComplete.runUntilComplete(loop,
                () -> runInExecutor(loop, queue::add, () -> log.add("ran")) != null);
        loop.close();
        queue.getFirst().run();
        mayEnd.countDown();
        assertThat(log).containsExactly("ran");
        assertThat(loop.outsideWork(0)).isZero();
    }

    // ---- the default executor

    @Test
    @CPythonTest("test_base_events.BaseEventLoopTests.test_set_default_executor")
    void defaultExecutorCanBeReplaced() throws Exception {
        program(() -> {
            EventLoop loop = EventLoop.running();
            try (ExecutorService mine =
                    Executors.newSingleThreadExecutor(Thread.ofPlatform().name("mine").factory())) {
                setDefaultExecutor(loop, mine);
                assertThat(runInExecutor(loop, null, () -> Thread.currentThread().getName()).await())
                        .isEqualTo("mine");
            }
        });
    }

    @Test
    void defaultExecutorReusesNoMoreThreadsThanItMayHave() throws Exception {
        List<Thread> made = new ArrayList<>();
        EventLoop loop = new EventLoop(LoopOptions.defaults().withThreads(body -> {
            Thread thread = Thread.ofPlatform().daemon().unstarted(body);
            made.add(thread);
            return thread;
        }));
        RunUntilComplete.runUntilComplete(loop, () -> {
            List<Future<Object>> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                all.add(runInExecutor(loop, null, () -> null));
            }
            for (Future<Object> future : all) {
                future.await();
            }
            shutdownDefaultExecutor(loop).await();
            return null;
        });
        loop.close();
        assertThat(made).hasSizeBetween(1, Math.min(32, Runtime.getRuntime().availableProcessors() + 4))
                .allSatisfy(thread -> assertThat(thread.join(Duration.ofSeconds(10))).isTrue());
    }

    @Test
    void shutdownWaitsForCallsAndRefusesNewOnes() throws Exception {
        program(() -> {
            EventLoop loop = EventLoop.running();
            CountDownLatch mayEnd = new CountDownLatch(1);
            Future<String> running = runInExecutor(loop, null, () -> {
                mayEnd.await();
                return "ended";
            });
            loop.callSoon(mayEnd::countDown);
            shutdownDefaultExecutor(loop).await();
            tick();
            assertThat(running.result()).isEqualTo("ended");
            assertThatIllegalStateException().isThrownBy(() -> runInExecutor(loop, null, () -> 1))
                    .withMessageContaining("Executor shutdown has been called");
            assertThat(runInExecutor(loop, Runnable::run, () -> 1).await()).isEqualTo(1);
            assertThat(loop.outsideWork(0)).isZero();
        });
    }

    @Test
    void shutdownOfAnUnusedExecutorDoesNotSuspend() throws Exception {
        program(() -> {
            EventLoop loop = EventLoop.running();
            loop.callSoon(() -> log.add("another iteration"));
            shutdownDefaultExecutor(loop).await();
            assertThat(log).isEmpty();
            assertThatIllegalStateException().isThrownBy(() -> runInExecutor(loop, null, () -> 1));
        });
    }

    @Test
    @CPythonTest("test_base_events.BaseEventLoopTests.test_shutdown_default_executor_timeout")
    void shutdownGivesUpAfterItsLimit() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        EventLoop loop = new EventLoop();
        List<String> warnings =
                Warnings.of("io.asyncio4j.thread", () -> RunUntilComplete.runUntilComplete(loop, () -> {
                    Future<Void> running = runInExecutor(loop, null, () -> {
                        mayEnd.await();
                        return null;
                    });
                    shutdownDefaultExecutor(loop, Duration.ofMillis(20)).await();
                    assertThat(running.isDone()).isFalse();
                    mayEnd.countDown();
                    running.await();
                    while (loop.outsideWork(0) > 0) {
                        Sleep.sleep(0.001).await();
                    }
                    return null;
                }));
        assertThat(warnings).singleElement().asString().contains("still work after 0.02 seconds");
        loop.close();
        assertThat(loop.outsideWork(0)).isZero();
    }

    @Test
    void closingTheLoopShutsItDownWithoutWaiting() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        EventLoop loop = new EventLoop();
        List<Thread> threads = new ArrayList<>();
        RunUntilComplete.runUntilComplete(loop, () -> {
            CountDownLatch began = new CountDownLatch(1);
            runInExecutor(loop, null, () -> {
                threads.add(Thread.currentThread());
                began.countDown();
                mayEnd.await();
                return null;
            });
            began.await();
            return null;
        });
        loop.close();
        assertThat(threads.getFirst().isAlive()).isTrue();
        mayEnd.countDown();
        assertThat(threads.getFirst().join(Duration.ofSeconds(10))).isTrue();
    }
}
