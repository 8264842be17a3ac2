package io.asyncio4j.iter;

import static io.asyncio4j.Program.program;
import static io.asyncio4j.Program.spawn;
import static io.asyncio4j.Program.tick;
import static io.asyncio4j.iter.AsyncFor.asyncFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.asyncio4j.context.ContextVar;
import io.asyncio4j.coroutine.AsyncConsumer;
import io.asyncio4j.coroutine.AsyncIterable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.GeneratorExit;
import io.asyncio4j.coroutine.StopAsyncIteration;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.EnsureFuture;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.task.Task;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AsyncGeneratorInTasksTest {
    private final List<Object> log = new ArrayList<>();

    private static void nap() throws Exception {
        Sleep.sleep(0.01).await();
    }

    private static <T> List<T> list(AsyncIterable<T> items) {
        List<T> all = new ArrayList<>();
        for (T item : asyncFor(items)) {
            all.add(item);
        }
        return all;
    }

    /// A future that is cancelled from outside while it is awaited.
    private static void awaitSomethingThatIsCancelled() throws Exception {
        Future<Void> sleeping = EnsureFuture.ensureFuture(Sleep.sleep(0.02));
        EventLoop.running().callLater(0.01, sleeping::cancel);
        sleeping.await();
    }

    /// Naps before and after its yields and twice in its cleanup.
    private AsyncGenerator<Integer> doubling(AsyncStep step) {
        return AsyncGenerator.of(y -> {
            try {
                nap();
                Integer sent;
                try {
                    sent = (Integer) y.yield(1);
                    step.run();
                } catch (UnsupportedOperationException thrown) {
                    step.run();
                    sent = 1000;
                }
                y.yield(sent * 2);
                nap();
            } finally {
                nap();
                nap();
                log.add("cleaned up");
            }
        });
    }

    private interface AsyncStep {
        void run() throws Exception;
    }

    @Test
    @CPythonTest({"test_asyncgen.AsyncGenAsyncioTest.test_async_gen_asyncio_01",
            "test_asyncgen.AsyncGenAsyncioTest.test_async_gen_asyncio_03",
            "test_asyncgen.AsyncGenAsyncioTest.test_async_gen_expression_01",
            "test_asyncgen.AsyncGenAsyncioTest.test_async_gen_expression_02"})
    void bodyMayWaitBetweenItems() throws Exception {
        program(() -> {
            AsyncGenerator<Integer> numbers = AsyncGenerator.of(y -> {
                for (int i = 0; i < 10; i++) {
                    nap();
                    y.yield(i);
                }
            });
            AsyncGenerator<Integer> doubled = AsyncGenerator.of(y -> {
                for (int number : asyncFor(numbers)) {
                    y.yield(2 * number);
                }
            });
            assertThat(list(doubled)).containsExactly(0, 2, 4, 6, 8, 10, 12, 14, 16, 18);
            assertThat(EventLoop.running().time()).isGreaterThanOrEqualTo(0.1);
        });
    }

    @Test
    @CPythonTest("test_asyncgen.AsyncGenAsyncioTest.test_async_gen_asyncio_02")
    void failureOfTheBodyLeavesTheLoopOverIt() throws Exception {
        program(() -> {
            AsyncGenerator<Integer> generator = AsyncGenerator.of(y -> {
                y.yield(1);
                nap();
                throw new ArithmeticException("two");
            });
            assertThatThrownBy(() -> list(generator)).isInstanceOf(ArithmeticException.class);
        });
    }

    @Test
    void itemsNeedNoIterationOfTheLoop() throws Exception {
        program(() -> {
            Task<Boolean> other = spawn(() -> true);
            AsyncGenerator<Integer> generator = AsyncGenerator.of(y -> {
                y.yield(1);
                y.yield(2);
            });
            assertThat(list(generator)).containsExactly(1, 2);
            assertThat(other.isDone()).isFalse();
        });
    }

    @Test
    @CPythonTest("test_asyncgen.AsyncGenAsyncioTest.test_async_gen_asyncio_anext_05")
    void sentValuesArriveInTheBody() throws Exception {
        program(() -> {
            AsyncGenerator<Object> generator = AsyncGenerator.of(y -> {
                Object sent = y.yield(1);
                sent = y.yield(sent);
                y.yield((Integer) sent * 100);
            });
            assertThat(generator.anext()).isEqualTo(1);
            assertThat(generator.asend(10).await()).isEqualTo(10);
            assertThat(generator.asend(12).await()).isEqualTo(1200);
            assertThatThrownBy(generator::anext).isInstanceOf(StopAsyncIteration.class);
            assertThatThrownBy(generator::anext).isInstanceOf(StopAsyncIteration.class);
        });
    }

    @Test
    @CPythonTest({"test_asyncgen.AsyncGenAsyncioTest.test_async_gen_asyncio_anext_06",
            "test_asyncgen.AsyncGenAsyncioTest.test_async_gen_asyncio_athrow_03",
            "test_asyncgen.AsyncGenAsyncioTest.test_async_gen_asyncio_aclose_10"})
    void bodyThatSwallowsEverythingEndsInEveryWay() throws Exception {
        program(() -> {
            List<AsyncGenerator<Integer>> three = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                AsyncGenerator<Integer> generator = AsyncGenerator.of(y -> {
                    try {
                        y.yield(0);
                    } catch (Throwable swallowed) {
                        log.add(swallowed.getClass().getSimpleName());
                    }
                    log.add("done");
                });
                generator.anext();
                three.add(generator);
            }
            assertThatThrownBy(() -> three.get(0).asend(null).await()).isInstanceOf(StopAsyncIteration.class);
            assertThatThrownBy(() -> three.get(1).athrow(new ArithmeticException()).await())
                    .isInstanceOf(StopAsyncIteration.class);
            three.get(2).aclose().await();
            assertThat(log).containsExactly("done", "ArithmeticException", "done", "GeneratorExit", "done");
        });
    }

    /// What the task that awaits a generator does when a future gives it a GeneratorExit: it closes the call.
    private void closeCallWhileItWaits(AsyncConsumer<Future<?>> step) throws Exception {
        Future<Integer> exits = new Future<>(EventLoop.running());
        AsyncGenerator<Integer> generator = AsyncGenerator.of(y -> {
            try {
                Coroutine.of(() -> {
                    step.accept(exits);
                    return null;
                }).await();
            } catch (GeneratorExit | IllegalStateException end) {
                log.add("body: " + end.getClass().getSimpleName());
            }
            y.yield(1);
        });
        Task<?> task = spawn(() -> {
            try {
                log.add("item " + generator.anext());
            } catch (GeneratorExit exit) {
                log.add("caller: GeneratorExit");
            }
            log.add("end: " + catchThrowable(generator::anext).getClass().getSimpleName());
            return null;
        });
        tick();
        exits.setException(new GeneratorExit());
        task.await();
    }

    @Test
    void aGeneratorExitInTheAwaitingTaskClosesTheCallWhoseItemIsLost() throws Exception {
        program(() -> closeCallWhileItWaits(Future::await));
        assertThat(log).containsExactly("body: GeneratorExit", "caller: GeneratorExit", "end: StopAsyncIteration");
    }

    @Test
    void whatABodyAwaitsAndIgnoresSuchAnExitIsLeftBehind() throws Exception {
        program(() -> closeCallWhileItWaits(exits -> {
            try {
                exits.await();
            } finally {
                log.add("awaits again");
                nap();
            }
        }));
        assertThat(log).containsExactly("awaits again", "body: IllegalStateException", "caller: GeneratorExit",
                "end: StopAsyncIteration");
    }

    @Test
    @CPythonTest("test_asyncgen.AsyncGenAsyncioTest.test_async_gen_asyncio_aclose_06")
    void closeOfOneThatYieldsInItsCleanupFails() throws Exception {
        program(() -> {
            AsyncGenerator<Integer> generator = AsyncGenerator.of(y -> {
                try {
                    y.yield(1);
                } finally {
                    nap();
                    y.yield(12);
                }
            });
            generator.anext();
            assertThatIllegalStateException().isThrownBy(() -> generator.aclose().await())
                    .withMessageContaining("async generator ignored GeneratorExit");
        });
    }

    @Test
    @CPythonTest({"test_asyncgen.AsyncGenAsyncioTest.test_async_gen_asyncio_aclose_07",
            "test_asyncgen.AsyncGenAsyncioTest.test_async_gen_asyncio_aclose_08"})
    void closeWaitsUntilTheCleanupHasEnded() throws Exception {
        program(() -> {
            AsyncGenerator<Integer> generator = AsyncGenerator.of(y -> {
                try {
                    y.yield(1);
                    log.add("must not run");
                } finally {
                    nap();
                    nap();
                    log.add("cleaned up");
                }
            });
            generator.anext();
            generator.aclose().await();
            assertThat(log).containsExactly("cleaned up");
            assertThat(EventLoop.running().time()).isGreaterThanOrEqualTo(0.02);
        });
    }

    @Test
    @CPythonTest("test_asyncgen.AsyncGenAsyncioTest.test_async_gen_asyncio_aclose_12")
    void cleanupMayAwaitATaskThatFails() throws Exception {
        program(() -> {
            AsyncGenerator<Integer> generator = AsyncGenerator.of(y -> {
                Task<Void> task = spawn(() -> {
                    nap();
                    throw new ArithmeticException();
                });
                try {
                    y.yield(1);
                } finally {
                    try {
                        task.await();
                    } catch (ArithmeticException failed) {
                        log.add("task failed");
                    }
                }
            });
            generator.anext();
            generator.aclose().await();
            assertThat(log).containsExactly("task failed");
        });
    }

    @Test
    @CPythonTest("test_asyncgen.AsyncGenAsyncioTest.test_async_gen_asyncio_asend_01")
    void bodyMayWaitAnywhereWhenValuesAreSent() throws Exception {
        program(() -> {
            AsyncGenerator<Integer> generator = doubling(AsyncGeneratorInTasksTest::nap);
            assertThat(generator.asend(null).await()).isEqualTo(1);
            assertThat(generator.asend(100).await()).isEqualTo(200);
            assertThatThrownBy(() -> generator.asend(null).await()).isInstanceOf(StopAsyncIteration.class);
            assertThat(log).containsExactly("cleaned up");
        });
    }

    @Test
    @CPythonTest("test_asyncgen.AsyncGenAsyncioTest.test_async_gen_asyncio_asend_02")
    void failureOfWhatTheBodyAwaitsRunsItsCleanup() throws Exception {
        program(() -> {
            AsyncGenerator<Integer> generator = doubling(() -> {
                nap();
                throw new ArithmeticException();
            });
            assertThat(generator.asend(null).await()).isEqualTo(1);
            assertThatThrownBy(() -> generator.asend(100).await()).isInstanceOf(ArithmeticException.class);
            assertThat(log).containsExactly("cleaned up");
        });
    }

    @Test
    @CPythonTest("test_asyncgen.AsyncGenAsyncioTest.test_async_gen_asyncio_asend_03")
    void cancellationOfWhatTheBodyAwaitsRunsItsCleanup() throws Exception {
        program(() -> {
            AsyncGenerator<Integer> generator =
                    doubling(AsyncGeneratorInTasksTest::awaitSomethingThatIsCancelled);
            assertThat(generator.asend(null).await()).isEqualTo(1);
            assertThatThrownBy(() -> generator.asend(100).await()).isInstanceOf(CancelledError.class);
            assertThat(log).containsExactly("cleaned up");
        });
    }

    @Test
    @CPythonTest({"test_asyncgen.AsyncGenAsyncioTest.test_async_gen_asyncio_athrow_01",
            "test_asyncgen.AsyncGenAsyncioTest.test_async_gen_asyncio_athrow_tuple",
            "test_asyncgen.AsyncGenAsyncioTest.test_async_gen_asyncio_athrow_stopiteration"})
    void exceptionThrownInMayBeHandledByWaiting() throws Exception {
        program(() -> {
            AsyncGenerator<Integer> generator = doubling(AsyncGeneratorInTasksTest::nap);
            assertThat(generator.asend(null).await()).isEqualTo(1);
            assertThat(generator.athrow(new UnsupportedOperationException()).await()).isEqualTo(2000);
            assertThatThrownBy(() -> generator.asend(null).await()).isInstanceOf(StopAsyncIteration.class);
            assertThat(log).containsExactly("cleaned up");
        });
    }

    @Test
    @CPythonTest("test_asyncgen.AsyncGenAsyncioTest.test_async_gen_asyncio_athrow_02")
    void cancellationWhileAThrownExceptionIsHandledRunsTheCleanup() throws Exception {
        program(() -> {
            AsyncGenerator<Integer> generator =
                    doubling(AsyncGeneratorInTasksTest::awaitSomethingThatIsCancelled);
            assertThat(generator.asend(null).await()).isEqualTo(1);
            assertThatThrownBy(() -> generator.athrow(new UnsupportedOperationException()).await())
                    .isInstanceOf(CancelledError.class);
            assertThat(log).containsExactly("cleaned up");
        });
    }

    @Test
    void cancellationOfTheConsumerArrivesInTheBody() throws Exception {
        program(() -> {
            AsyncGenerator<Integer> generator = AsyncGenerator.of(y -> {
                try {
                    y.yield(1);
                    Sleep.sleep(100).await();
                } finally {
                    nap();
                    log.add("cleaned up");
                }
            });
            Task<List<Integer>> consumer = spawn(() -> list(generator));
            tick();
            consumer.cancel("enough");
            assertThatThrownBy(consumer::await).isInstanceOf(CancelledError.class).hasMessage("enough");
            assertThat(log).containsExactly("cleaned up");
            assertThatThrownBy(generator::anext).isInstanceOf(StopAsyncIteration.class);
        });
    }

    @Test
    void secondTaskIsRefusedWhileTheBodyWaits() throws Exception {
        program(() -> {
            AsyncGenerator<Integer> generator = AsyncGenerator.of(y -> {
                nap();
                y.yield(1);
            });
            Task<Integer> first = spawn(generator.asend(null));
            tick();
            assertThatIllegalStateException().isThrownBy(generator::anext)
                    .withMessageContaining("already running");
            assertThatIllegalStateException().isThrownBy(() -> generator.aclose().await());
            assertThat(first.await()).isEqualTo(1);
        });
    }

    @Test
    void taskForACallThatIsCancelledBeforeItBeganThrowsIntoTheGenerator() throws Exception {
        program(() -> {
            AsyncGenerator<Integer> generator = AsyncGenerator.of(y -> {
                try {
                    y.yield(1);
                } catch (CancelledError cancelled) {
                    log.add("cancelled");
                    y.yield(2);
                }
            });
            generator.anext();
            Task<Integer> task = spawn(generator.asend(null));
            task.cancel();
            assertThat(task.await()).isEqualTo(2);
            assertThat(log).containsExactly("cancelled");
        });
    }

    @Test
    @CPythonTest({"test_asyncgen.AsyncGenAsyncioTest.test_async_gen_await_same_anext_coro_twice",
            "test_asyncgen.AsyncGenAsyncioTest.test_async_gen_await_same_aclose_coro_twice"})
    void callCannotBeAwaitedTwice() throws Exception {
        program(() -> {
            AsyncGenerator<Integer> generator = AsyncGenerator.of(y -> y.yield(1));
            Coroutine<Integer> next = generator.asend(null);
            next.await();
            assertThatIllegalStateException().isThrownBy(next::await)
                    .withMessageContaining("cannot reuse already awaited");
            Coroutine<Void> close = generator.aclose();
            close.await();
            assertThatIllegalStateException().isThrownBy(close::await)
                    .withMessageContaining("cannot reuse already awaited");
        });
    }

    @Test
    @CPythonTest({"test_asyncgen.AsyncGenAsyncioTest.test_async_gen_aclose_twice_with_different_coros",
            "test_asyncgen.AsyncGenAsyncioTest.test_async_gen_aclose_after_exhaustion"})
    void closeMayBeRepeated() throws Exception {
        program(() -> {
            AsyncGenerator<Integer> unused = AsyncGenerator.of(y -> y.yield(1));
            unused.aclose().await();
            unused.aclose().await();
            AsyncGenerator<Integer> used = AsyncGenerator.of(y -> y.yield(1));
            assertThat(list(used)).containsExactly(1);
            used.aclose().await();
            assertThat(list(used)).isEmpty();
        });
    }

    @Test
    @CPythonTest("test_asyncgen.AsyncGenAsyncioTest.test_async_gen_aclose_compatible_with_get_stack")
    void stackOfATaskThatClosesOneCanBeRead() throws Exception {
        program(() -> {
            AsyncGenerator<Integer> generator = AsyncGenerator.of(y -> {
                try {
                    y.yield(1);
                } finally {
                    nap();
                }
            });
            generator.anext();
            Task<Void> closing = spawn(generator.aclose());
            assertThat(closing.getStack()).isEmpty();
            tick();
            assertThat(closing.getStack()).isNotEmpty();
            closing.await();
        });
    }

    @Test
    void bodySeesTheContextOfWhoeverAsks() throws Exception {
        program(() -> {
            ContextVar<String> who = ContextVar.of("who");
            AsyncGenerator<String> generator = AsyncGenerator.of(y -> {
                while (true) {
                    String asked = who.get();
                    nap();
                    y.yield(asked + " " + who.get());
                    who.set("changed by the body");
                }
            });
            who.set("main");
            assertThat(generator.anext()).isEqualTo("main main");
            Task<String> other = spawn(() -> {
                who.set("other");
                return generator.anext();
            });
            assertThat(other.await()).isEqualTo("changed by the body changed by the body");
            assertThat(who.get()).isEqualTo("main");
            generator.anext();
            assertThat(who.get()).as("a change made by the body is seen by the task that ran it")
                    .isEqualTo("changed by the body");
        });
    }

    @Test
    void currentTaskInTheBodyIsTheOneThatAsks() throws Exception {
        program(() -> {
            AsyncGenerator<Task<?>> generator = AsyncGenerator.of(y -> {
                while (true) {
                    tick();
                    y.yield(Task.currentTask());
                }
            });
            assertThat(generator.anext()).isSameAs(Task.currentTask());
            Task<Task<?>> other = spawn(generator.asend(null));
            assertThat(other.await()).isSameAs(other);
        });
    }
}
