package io.asyncio4j.iter;

import static io.asyncio4j.iter.ByHand.pause;
import static io.asyncio4j.iter.ByHand.raise;
import static io.asyncio4j.iter.ByHand.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.GeneratorExit;
import io.asyncio4j.coroutine.StopAsyncIteration;
import io.asyncio4j.coroutine.StopIteration;
import io.asyncio4j.coroutine.TypeException;
import io.asyncio4j.ports.CPythonTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What each call does in each state of the generator, without a loop.
class AsyncGeneratorTest {
    private final List<Object> log = new ArrayList<>();

    private static AsyncGenerator<Integer> oneTwo() {
        return AsyncGenerator.of(y -> {
            y.yield(1);
            y.yield(2);
        });
    }

    /// Catches what is thrown at its yield and yields again.
    private AsyncGenerator<Integer> stubborn() {
        return AsyncGenerator.of(y -> {
            try {
                y.yield(1);
            } catch (Throwable thrown) {
                log.add(thrown);
                y.yield(9);
                y.yield(10);
            }
        });
    }

    /// Awaits in its cleanup.
    private static AsyncGenerator<Integer> tidy() {
        return AsyncGenerator.of(y -> {
            try {
                y.yield(1);
            } finally {
                pause("cleanup");
            }
        });
    }

    private static List<Object> all(AsyncGenerator<?> generator) {
        List<Object> out = new ArrayList<>();
        while (out.size() < 20 && !out.contains("end")) {
            Coroutine<?> next = generator.asend(null);
            Object step = send(next);
            while (step instanceof String text && text.startsWith("awaits")) {
                step = send(next);
            }
            out.add(step instanceof Throwable failure ? failure.getClass().getSimpleName() : step);
        }
        return out;
    }

    @Test
    @CPythonTest({"test_asyncgen.AsyncGenTest.test_async_gen_iteration_01",
            "test_asyncgen.AsyncGenTest.test_async_gen_iteration_02"})
    void awaitsOfTheBodyPassThroughToTheDriver() {
        AsyncGenerator<Integer> generator = AsyncGenerator.of(y -> {
            log.add(pause("first"));
            log.add(y.yield(123));
            log.add(pause("second"));
        });
        Coroutine<Integer> next = generator.asend(null);
        assertThat(send(next)).isEqualTo("awaits first");
        assertThat(send(next, "reply")).isEqualTo("gives 123");
        next = generator.asend(null);
        assertThat(send(next)).isEqualTo("awaits second");
        assertThat(send(next)).isEqualTo("end");
        assertThat(log).containsExactly("reply", null, null);
    }

    @Test
    @CPythonTest({"test_asyncgen.AsyncGenTest.test_async_gen_exception_03",
            "test_asyncgen.AsyncGenTest.test_async_gen_exception_04"})
    void failureOfTheBodyComesOutAndEndsIt() {
        AsyncGenerator<Integer> generator = AsyncGenerator.of(y -> {
            y.yield(1);
            throw new java.io.IOException("disk");
        });
        assertThat(send(generator.asend(null))).isEqualTo("gives 1");
        assertThat(send(generator.asend(null))).isInstanceOf(java.io.IOException.class);
        assertThat(send(generator.asend(null))).isEqualTo("end");
    }

    @Test
    @CPythonTest({"test_asyncgen.AsyncGenTest.test_async_gen_exception_05",
            "test_asyncgen.AsyncGenTest.test_async_gen_exception_06"})
    void stopIterationsThatLeaveTheBodyBecomeErrors() {
        for (RuntimeException stop : List.of(new StopAsyncIteration(), new StopIteration(null))) {
            AsyncGenerator<Integer> generator = AsyncGenerator.of(y -> {
                throw stop;
            });
            assertThat(send(generator.asend(null))).isInstanceOfSatisfying(IllegalStateException.class,
                    error -> assertThat(error).hasCause(stop)
                            .hasMessageContaining(
                                    "async generator raised " + stop.getClass().getSimpleName()));
            assertThat(send(generator.asend(null))).isEqualTo("end");
        }
    }

    @Test
    @CPythonTest({"test_asyncgen.AsyncGenTest.test_async_gen_exception_07",
            "test_asyncgen.AsyncGenTest.test_async_gen_exception_09"})
    void failurePendingBehindYieldsInFinallyComesOutAfterThem() {
        AsyncGenerator<Integer> generator = AsyncGenerator.of(y -> {
            try {
                pause("x");
                y.yield(1);
                throw new ArithmeticException();
            } finally {
                y.yield(2);
                pause("x");
                y.yield(3);
            }
        });
        assertThat(all(generator)).containsExactly("gives 1", "gives 2", "gives 3", "ArithmeticException",
                "end");
    }

    @Test
    @CPythonTest("test_asyncgen.AsyncGenTest.test_async_gen_exception_08")
    void failureInFinallyEndsIt() {
        AsyncGenerator<Integer> generator = AsyncGenerator.of(y -> {
            try {
                y.yield(1);
                pause("x");
            } finally {
                pause("x");
                y.yield(2);
                throwArithmetic();
                y.yield(3);
            }
        });
        assertThat(all(generator)).containsExactly("gives 1", "gives 2", "ArithmeticException", "end");
    }

    private static void throwArithmetic() {
        throw new ArithmeticException();
    }

    @Test
    @CPythonTest("test_asyncgen.AsyncGenTest.test_async_gen_exception_10")
    void valueSentToAnUnstartedOneIsRefusedAndItStaysUnstarted() {
        AsyncGenerator<Integer> generator = oneTwo();
        assertThat(send(generator.asend(3))).isInstanceOf(TypeException.class);
        assertThat(send(generator.asend(null))).isEqualTo("gives 1");
    }

    @Test
    @CPythonTest("test_asyncgen.AsyncGenTest.test_async_gen_exception_11")
    void generatorExitThrownInComesOutOfANestedOne() {
        AsyncGenerator<Integer> outer = AsyncGenerator.of(y -> {
            y.yield(1);
            AsyncGenerator<Integer> inner = oneTwo();
            inner.asend(null).await();
            try {
                inner.athrow(new GeneratorExit()).await();
            } catch (GeneratorExit exit) {
                y.yield(2);
            }
            y.yield(3);
        });
        assertThat(all(outer)).containsExactly("gives 1", "gives 2", "gives 3", "end");
    }

    @Test
    @CPythonTest("test_asyncgen.AsyncGenTest.test_async_gen_exception_12")
    void bodyCannotAskItselfForItems() {
        List<AsyncGenerator<Integer>> me = new ArrayList<>();
        me.add(AsyncGenerator.of(y -> {
            me.getFirst().anext();
            y.yield(1);
        }));
        Coroutine<Integer> next = me.getFirst().asend(null);
        assertThat(send(next)).isInstanceOfSatisfying(IllegalStateException.class,
                error -> assertThat(error).hasMessageContaining("asynchronous generator is already running"));
        assertThat(send(next)).isInstanceOfSatisfying(IllegalStateException.class,
                error -> assertThat(error).hasMessageContaining("cannot reuse already awaited"));
    }

    @Test
    void valuesSentAreGivenByTheYield() {
        AsyncGenerator<Object> echo = AsyncGenerator.of(y -> {
            Object last = y.yield("ready");
            while (last != null) {
                last = y.yield(last);
            }
        });
        assertThat(send(echo.asend(null))).isEqualTo("gives ready");
        assertThat(send(echo.asend("a"))).isEqualTo("gives a");
        assertThat(send(echo.asend("b"))).isEqualTo("gives b");
        assertThat(send(echo.asend(null))).isEqualTo("end");
    }

    @Test
    void nothingRunsBeforeTheCallIsDriven() {
        AsyncGenerator<Integer> generator = AsyncGenerator.of(y -> log.add("ran"));
        Coroutine<Integer> next = generator.asend(null);
        assertThat(log).isEmpty();
        assertThat(generator).hasToString("<async generator not started>");
        assertThat(send(next)).isEqualTo("end");
        assertThat(log).containsExactly("ran");
        assertThat(generator).hasToString("<async generator finished>");
    }

    // ---- athrow

    @Test
    void exceptionThrownIntoAnUnstartedOneEndsItAndNoLineRuns() {
        AsyncGenerator<Integer> generator = AsyncGenerator.of(y -> log.add("ran"));
        ArithmeticException thrown = new ArithmeticException();
        assertThat(send(generator.athrow(thrown))).isSameAs(thrown);
        assertThat(send(generator.asend(null))).isEqualTo("end");
        assertThat(log).isEmpty();
    }

    @Test
    void exceptionThrownAtAYieldMayBeCaughtThere() {
        AsyncGenerator<Integer> generator = stubborn();
        send(generator.asend(null));
        ArithmeticException thrown = new ArithmeticException();
        assertThat(send(generator.athrow(thrown))).isEqualTo("gives 9");
        assertThat(log).containsExactly(thrown);
        assertThat(send(generator.asend(null))).isEqualTo("gives 10");
    }

    @Test
    void callsOnAFinishedOneDoNothingOrEnd() {
        AsyncGenerator<Integer> generator = oneTwo();
        assertThat(all(generator)).containsExactly("gives 1", "gives 2", "end");
        assertThat(send(generator.asend(5))).isEqualTo("end");
        assertThat(send(generator.athrow(new ArithmeticException()))).isEqualTo("gives null");
        assertThat(send(generator.aclose())).isEqualTo("gives null");
        assertThatThrownBy(generator::anext).isInstanceOf(StopAsyncIteration.class);
    }

    // ---- aclose

    @Test
    void closeOfAnUnstartedOneRunsNoLine() {
        AsyncGenerator<Integer> generator = AsyncGenerator.of(y -> log.add("ran"));
        assertThat(send(generator.aclose())).isEqualTo("gives null");
        assertThat(send(generator.asend(null))).isEqualTo("end");
        assertThat(log).isEmpty();
    }

    @Test
    void closeWaitsForTheCleanup() {
        AsyncGenerator<Integer> generator = tidy();
        send(generator.asend(null));
        assertThat(generator).hasToString("<async generator suspended at a yield>");
        Coroutine<Void> close = generator.aclose();
        assertThat(send(close)).isEqualTo("awaits cleanup");
        assertThat(generator.isRunning()).isTrue();
        assertThat(generator).hasToString("<async generator running>");
        assertThat(send(close)).isEqualTo("gives null");
        assertThat(generator.isRunning()).isFalse();
    }

    @Test
    void onlyOneCallAtATime() {
        AsyncGenerator<Integer> generator = tidy();
        send(generator.asend(null));
        Coroutine<Void> close = generator.aclose();
        send(close);
        for (Coroutine<?> second : List.of(generator.asend(null), generator.asend(1), generator.aclose(),
                generator.athrow(new ArithmeticException()))) {
            assertThat(send(second)).isInstanceOfSatisfying(IllegalStateException.class,
                    error -> assertThat(error).hasMessageContaining("already running"));
        }
        assertThat(send(close)).isEqualTo("gives null");
        assertThat(send(generator.aclose())).isEqualTo("gives null");
    }

    @Test
    @CPythonTest("test_asyncgen.AsyncGenAsyncioTest.test_async_gen_asyncio_aclose_11")
    void closedOneThatYieldsCanOnlyBeIterated() {
        AsyncGenerator<Integer> generator = stubborn();
        send(generator.asend(null));
        assertThat(send(generator.aclose())).isInstanceOfSatisfying(IllegalStateException.class,
                error -> assertThat(error).hasMessageContaining("async generator ignored GeneratorExit"));
        assertThat(send(generator.athrow(new ArithmeticException()))).isEqualTo("end");
        assertThat(send(generator.aclose())).isEqualTo("end");
        assertThat(send(generator.asend(null))).isEqualTo("gives 10");
        assertThat(send(generator.asend(null))).isEqualTo("end");
        assertThat(send(generator.aclose())).isEqualTo("gives null");
    }

    @Test
    void closeThatFailsInTheCleanupLeavesItFinished() {
        AsyncGenerator<Integer> generator = tidy();
        send(generator.asend(null));
        Coroutine<Void> close = generator.aclose();
        send(close);
        ArithmeticException thrown = new ArithmeticException();
        assertThat(raise(close, thrown)).isSameAs(thrown);
        assertThat(send(generator.asend(null))).isEqualTo("end");
        assertThat(send(generator.aclose())).isEqualTo("gives null");
    }

    @Test
    void exceptionRaisedInAnAwaitOfTheBodyArrivesThere() {
        AsyncGenerator<Integer> generator = AsyncGenerator.of(y -> {
            try {
                pause("x");
            } catch (ArithmeticException thrown) {
                log.add(thrown);
            }
            y.yield(1);
        });
        Coroutine<Integer> next = generator.asend(null);
        send(next);
        ArithmeticException thrown = new ArithmeticException();
        assertThat(raise(next, thrown)).isEqualTo("gives 1");
        assertThat(log).containsExactly(thrown);
    }

    // ---- exceptions that reach a call before it was started

    @Test
    @CPythonTest({"test_asyncgen.AsyncGenAsyncioTest.test_async_gen_asyncio_anext_04",
            "test_asyncgen.AsyncGenAsyncioTest.test_async_gen_asyncio_anext_tuple",
            "test_asyncgen.AsyncGenAsyncioTest.test_async_gen_asyncio_anext_stopiteration"})
    void exceptionRaisedInAnUnstartedCallGoesIntoTheGenerator() {
        AsyncGenerator<Object> generator = AsyncGenerator.of(y -> {
            try {
                y.yield(new StopIteration(1));
            } catch (ArithmeticException thrown) {
                y.yield(1000);
            }
        });
        send(generator.asend(null));
        Coroutine<Object> next = generator.asend(null);
        assertThat(raise(next, new ArithmeticException())).isEqualTo("gives 1000");
        assertThat(send(generator.asend(null))).isEqualTo("end");
    }

    @Test
    void exceptionRaisedInAnUnstartedCallOfAnUnstartedGeneratorEndsIt() {
        for (int call = 0; call < 3; call++) {
            AsyncGenerator<Integer> generator = oneTwo();
            List<Coroutine<?>> calls = List.of(generator.asend(null), generator.aclose(),
                    generator.athrow(new IllegalArgumentException()));
            ArithmeticException thrown = new ArithmeticException();
            assertThat(raise(calls.get(call), thrown)).isSameAs(thrown);
            assertThat(send(generator.asend(null))).isEqualTo("end");
        }
    }

    @Test
    void exceptionRaisedInAnUnstartedCallOfAFinishedGeneratorComesBack() {
        AsyncGenerator<Integer> generator = oneTwo();
        all(generator);
        ArithmeticException thrown = new ArithmeticException();
        assertThat(raise(generator.asend(null), thrown)).isSameAs(thrown);
    }

    @Test
    @CPythonTest({"test_asyncgen.AsyncGenTest.test_async_gen_asend_throw_concurrent_with_send",
            "test_asyncgen.AsyncGenTest.test_async_gen_athrow_throw_concurrent_with_send",
            "test_asyncgen.AsyncGenTest.test_async_gen_asend_throw_concurrent_with_throw",
            "test_asyncgen.AsyncGenTest.test_async_gen_athrow_throw_concurrent_with_throw"})
    void exceptionRaisedInAnUnstartedCallOfARunningGeneratorIsRefused() {
        AsyncGenerator<Integer> generator = AsyncGenerator.of(y -> {
            while (true) {
                try {
                    pause(null);
                } catch (ArithmeticException ignored) {
                    log.add(ignored);
                }
            }
        });
        send(generator.asend(null));
        for (Coroutine<?> second : List.of(generator.asend(null), generator.athrow(new ArithmeticException()),
                generator.aclose())) {
            assertThat(raise(second, new ArithmeticException())).isInstanceOfSatisfying(
                    IllegalStateException.class,
                    error -> assertThat(error).hasMessageContaining("already running"));
            assertThat(send(second)).isInstanceOfSatisfying(IllegalStateException.class,
                    error -> assertThat(error).hasMessageContaining("cannot reuse already awaited"));
        }
        assertThat(log).isEmpty();
    }

    @Test
    void closeWhoseExceptionMakesItYieldIsRefused() {
        AsyncGenerator<Integer> generator = stubborn();
        send(generator.asend(null));
        assertThat(raise(generator.aclose(), new ArithmeticException()))
                .isInstanceOfSatisfying(IllegalStateException.class,
                        error -> assertThat(error)
                                .hasMessageContaining("async generator ignored GeneratorExit"));
        assertThat(send(generator.asend(null))).isEqualTo("gives 10");
    }

    // ---- calls are for one use

    @Test
    @CPythonTest({"test_asyncgen.AsyncGenAsyncioTest.test_async_gen_throw_same_aclose_coro_twice",
            "test_asyncgen.AsyncGenAsyncioTest.test_async_gen_throw_custom_same_aclose_coro_twice",
            "test_asyncgen.AsyncGenAsyncioTest.test_async_gen_throw_custom_same_athrow_coro_twice"})
    void callCannotBeRaisedIntoTwice() {
        AsyncGenerator<Integer> generator = oneTwo();
        Coroutine<Void> close = generator.aclose();
        assertThat(raise(close, new GeneratorExit())).isEqualTo("gives null");
        assertThat(raise(close, new GeneratorExit())).isInstanceOfSatisfying(IllegalStateException.class,
                error -> assertThat(error).hasMessageContaining("cannot reuse already awaited"));
        Coroutine<Integer> thrown = oneTwo().athrow(new ArithmeticException());
        assertThat(raise(thrown, new UnsupportedOperationException()))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(raise(thrown, new UnsupportedOperationException()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    @CPythonTest({"test_asyncgen.AsyncGenTest.test_async_gen_asend_close_runtime_error",
            "test_asyncgen.AsyncGenTest.test_async_gen_athrow_close_runtime_error"})
    void closingACallWhoseBodyAwaitsAgainFails() {
        AsyncGenerator<Integer> generator = AsyncGenerator.of(y -> {
            try {
                pause("a");
            } catch (GeneratorExit exit) {
                pause("b");
            }
        });
        Coroutine<Integer> next = generator.asend(null);
        send(next);
        assertThatThrownBy(next::close).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ignored GeneratorExit");
    }

    @Test
    void closingACallEndsTheGeneratorWithGeneratorExit() throws Exception {
        AsyncGenerator<Integer> generator = AsyncGenerator.of(y -> {
            try {
                pause("a");
            } finally {
                log.add("cleaned up");
            }
        });
        Coroutine<Integer> next = generator.asend(null);
        send(next);
        next.close();
        assertThat(log).containsExactly("cleaned up");
        assertThat(send(generator.asend(null))).isEqualTo("end");
    }

    // ---- the yielder

    @Test
    void yieldOutsideTheBodyIsRefused() {
        List<Yielder<Integer>> leaked = new ArrayList<>();
        AsyncGenerator<Integer> generator = AsyncGenerator.of(y -> {
            leaked.add(y);
            y.yield(1);
        });
        send(generator.asend(null));
        assertThatThrownBy(() -> leaked.getFirst().yield(5)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("outside the body");
        send(generator.asend(null));
        assertThatThrownBy(() -> leaked.getFirst().yield(5)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("finished");
    }

    @Test
    void yieldWorksInMethodsAndCoroutinesThatTheBodyAwaits() {
        AsyncGenerator<Integer> generator = AsyncGenerator.of(y -> {
            y.yield(1);
            Coroutine.of(() -> y.yield(2)).await();
            for (int item : List.of(3, 4)) {
                y.yield(item);
            }
        });
        assertThat(all(generator)).containsExactly("gives 1", "gives 2", "gives 3", "gives 4", "end");
    }

    @Test
    void generatorMayYieldFromInsideAnotherOnesBody() {
        AsyncGenerator<String> outer = AsyncGenerator.of(y -> {
            AsyncGenerator<Integer> inner = AsyncGenerator.of(z -> {
                z.yield(1);
                y.yield("from inside");
                z.yield(2);
            });
            for (int item : AsyncFor.asyncFor(inner)) {
                y.yield("item " + item);
            }
        });
        assertThat(all(outer)).containsExactly("gives item 1", "gives from inside", "gives item 2", "end");
    }

    @Test
    @CPythonTest("test_asyncgen.AsyncGenTest.test_async_gen_api_01")
    void suspendedBodyShowsItsStack() {
        AsyncGenerator<Integer> generator = oneTwo();
        assertThat(generator.stack()).isEmpty();
        send(generator.asend(null));
        assertThat(generator.stack()).anyMatch(frame -> frame.getMethodName().contains("oneTwo"));
        assertThat(generator.isRunning()).isFalse();
    }
}
