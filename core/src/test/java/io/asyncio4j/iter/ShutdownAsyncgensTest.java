package io.asyncio4j.iter;

import static io.asyncio4j.Program.program;
import static io.asyncio4j.Program.spawn;
import static io.asyncio4j.Program.tick;
import static io.asyncio4j.iter.AsyncFor.asyncFor;
import static io.asyncio4j.iter.ShutdownAsyncgens.shutdownAsyncgens;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.VirtualTime;
import io.asyncio4j.Warnings;
import io.asyncio4j.coroutine.AsyncIterator;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.ExceptionContext;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.RunUntilComplete;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.task.Task;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShutdownAsyncgensTest {
    private final List<Object> log = new ArrayList<>();

    private AsyncGenerator<Integer> oneTwo(String name) {
        return AsyncGenerator.of(y -> {
            try {
                y.yield(1);
                y.yield(2);
            } finally {
                tick();
                log.add(name);
            }
        });
    }

    private static void takeOne(AsyncGenerator<Integer> generator) {
        for (int item : asyncFor(generator)) {
            assertThat(item).isEqualTo(1);
            break;
        }
    }

    @Test
    @CPythonTest({"test_asyncgen.AsyncGenAsyncioTest.test_async_gen_asyncio_shutdown_01",
            "test_asyncgen.AsyncGenAsyncioTest.test_async_gen_asyncio_shutdown_02",
            "test_asyncgen.AsyncGenAsyncioTest.test_asyncgen_nonstarted_hooks_are_cancellable"})
    void closesAllThatWereUsedInTheOrderOfTheirFirstUse() throws Exception {
        program(() -> {
            EventLoop.running().setExceptionHandler((loop, context) -> log.add(context));
            List<AsyncGenerator<Integer>> all =
                    List.of(oneTwo("a"), oneTwo("b"), oneTwo("c"), oneTwo("unused"));
            takeOne(all.get(2));
            takeOne(all.get(0));
            takeOne(all.get(1));
            assertThat(log).isEmpty();
            shutdownAsyncgens(EventLoop.running()).await();
            assertThat(log).containsExactly("c", "a", "b");
            assertThat(all.get(0)).hasToString("<async generator finished>");
            assertThat(all.get(3)).hasToString("<async generator not started>");
        });
    }

    @Test
    void breakOutOfALoopClosesNothing() throws Exception {
        program(() -> {
            AsyncGenerator<Integer> generator = oneTwo("closed");
            takeOne(generator);
            tick(3);
            assertThat(log).isEmpty();
            assertThat(generator.anext()).isEqualTo(2);
        });
    }

    @Test
    void generatorsThatRunWhenItComesAreReportedNotClosed() throws Exception {
        program(() -> {
            List<ExceptionContext> reports = new ArrayList<>();
            EventLoop.running().setExceptionHandler((loop, context) -> reports.add(context));
            AsyncGenerator<Integer> generator = AsyncGenerator.of(y -> {
                Sleep.sleep(1).await();
                y.yield(1);
            });
            Task<Integer> task = spawn(generator.asend(null));
            tick();
            shutdownAsyncgens(EventLoop.running()).await();
            assertThat(reports).hasSize(1);
            assertThat(reports.getFirst().exception()).hasMessageContaining("already running");
            assertThat(task.await()).isEqualTo(1);
        });
    }

    @Test
    void cancelledConsumerHasCleanedUpBefore() throws Exception {
        program(() -> {
            AsyncGenerator<Integer> generator = AsyncGenerator.of(y -> {
                try {
                    Sleep.sleep(1).await();
                    y.yield(1);
                } finally {
                    tick();
                    log.add("cleaned up");
                }
            });
            Task<Integer> task = spawn(generator.asend(null));
            Sleep.sleep(0.1).await();
            task.cancel();
            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class);
            shutdownAsyncgens(EventLoop.running()).await();
            assertThat(log).containsExactly("cleaned up");
        });
    }

    @Test
    @CPythonTest("test_asyncgen.AsyncGenAsyncioTest.test_async_gen_asyncio_shutdown_exception_01")
    void failureOfACleanupIsReportedWithItsGenerator() throws Exception {
        program(() -> {
            List<ExceptionContext> reports = new ArrayList<>();
            EventLoop.running().setExceptionHandler((loop, context) -> reports.add(context));
            AsyncGenerator<Integer> generator = AsyncGenerator.of(y -> {
                try {
                    y.yield(1);
                } finally {
                    throwArithmetic();
                }
            });
            takeOne(generator);
            shutdownAsyncgens(EventLoop.running()).await();
            assertThat(reports).hasSize(1);
            assertThat(reports.getFirst().message())
                    .contains("an error occurred during closing of asynchronous generator");
            assertThat(reports.getFirst().exception()).isInstanceOf(ArithmeticException.class);
            assertThat(reports.getFirst().get("asyncgen")).isSameAs(generator);
        });
    }

    private static void throwArithmetic() {
        throw new ArithmeticException();
    }

    @Test
    void withoutGeneratorsItDoesNotSuspend() throws Exception {
        program(() -> {
            Task<Boolean> other = spawn(() -> true);
            shutdownAsyncgens(EventLoop.running()).await();
            assertThat(other.isDone()).isFalse();
        });
    }

    @Test
    void useAfterItIsReported() throws Exception {
        List<String> warnings = Warnings.of("io.asyncio4j.iter", () -> program(() -> {
            shutdownAsyncgens(EventLoop.running()).await();
            AsyncGenerator<Integer> late = oneTwo("late");
            late.anext();
            late.anext();
        }));
        assertThat(warnings).singleElement().asString().contains("after shutdownAsyncgens");
    }

    /// Iterates to the second item in a task per item, as long as anybody holds the generator.
    private void leaveUnfinished() throws Exception {
        AsyncGenerator<Integer> generator = oneTwo("finalised");
        Task<Integer> first = spawn(Coroutine.of(((AsyncIterator<Integer>) generator)::anext));
        assertThat(first.await()).isEqualTo(1);
        assertThat(spawn(generator.asend(null)).await()).isEqualTo(2);
    }

    @Test
    @CPythonTest({"test_base_events.BaseEventLoopTests.test_asyncgen_finalization_by_gc",
            "test_base_events.BaseEventLoopTests.test_asyncgen_finalization_by_gc_in_other_thread",
            "test_asyncgen.AsyncGenAsyncioTest.test_async_gen_asyncio_gc_aclose_09"})
    void droppedGeneratorIsClosedByATaskOfItsOwn() throws Exception {
        EventLoop loop = new EventLoop();
        loop.setDebug(true);
        loop.setSlowCallbackDuration(60);
        try {
            RunUntilComplete.runUntilComplete(loop, () -> {
                spawn(() -> {
                    leaveUnfinished();
                    return null;
                }).await();
                assertThat(log).isEmpty();
                while (log.isEmpty()) {
                    System.gc();
                    Sleep.sleep(0.01).await();
                }
                return null;
            });
            assertThat(log).containsExactly("finalised");
        } finally {
            loop.close();
        }
    }

    @Test
    void closingOfADroppedGeneratorThatIsUnderWayIsWaitedFor() throws Exception {
        EventLoop loop = new EventLoop();
        Future<Void> gate = new Future<>(loop);
        try {
            RunUntilComplete.runUntilComplete(loop, () -> {
                spawn(() -> {
                    takeOne(AsyncGenerator.of(y -> {
                        try {
                            y.yield(1);
                        } finally {
                            log.add("closing");
                            gate.await();
                            log.add("closed");
                        }
                    }));
                    return null;
                }).await();
                while (log.isEmpty()) {
                    System.gc();
                    Sleep.sleep(0.01).await();
                }
                return null;
            });
            loop.callLater(0.02, () -> gate.setResult(null));
            RunUntilComplete.runUntilComplete(loop, shutdownAsyncgens(loop));
            assertThat(log).containsExactly("closing", "closed");
            assertThat(Task.allTasks(loop)).isEmpty();
        } finally {
            loop.close();
        }
    }

    @Test
    void generatorInUseIsNotTakenForDropped() throws Exception {
        EventLoop loop = new EventLoop();
        try {
            RunUntilComplete.runUntilComplete(loop, () -> {
                Coroutine<Integer> next = AsyncGenerator.<Integer>of(y -> {
                    for (int i = 0; i < 5; i++) {
                        System.gc();
                        Sleep.sleep(0.01).await();
                    }
                    y.yield(7);
                }).asend(null);
                assertThat(next.await()).isEqualTo(7);
                return null;
            });
        } finally {
            loop.close();
        }
    }

    @Test
    void generatorUsedWithoutALoopIsNobodysBusiness() throws Exception {
        AsyncGenerator<Integer> generator = AsyncGenerator.of(y -> y.yield(1));
        assertThat(generator.anext()).isEqualTo(1);
        EventLoop loop = VirtualTime.newLoop();
        RunUntilComplete.runUntilComplete(loop, shutdownAsyncgens(loop));
        loop.close();
        assertThat(generator).hasToString("<async generator suspended at a yield>");
    }
}
