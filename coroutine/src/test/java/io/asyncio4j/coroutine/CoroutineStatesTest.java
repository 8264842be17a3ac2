package io.asyncio4j.coroutine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.asyncio4j.ports.CPythonTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The state table of [Coroutine], cell by cell, driven by hand.
class CoroutineStatesTest {
    private final List<String> log = new ArrayList<>();

    private static Object finish(Coroutine<?> coroutine, Object sent) throws Exception {
        Throwable end = catchThrowable(() -> coroutine.send(sent));
        assertThat(end).isInstanceOf(StopIteration.class);
        return ((StopIteration) end).value();
    }

    private static Coroutine<Object> echo() {
        return Coroutine.of(() -> "got " + Coroutine.yield("first"));
    }

    @Test
    void nothingRunsBeforeTheFirstSend() throws Exception {
        Coroutine<Integer> coroutine = Coroutine.of(() -> {
            log.add("ran");
            return 1;
        });
        assertThat(coroutine.state()).isEqualTo(Coroutine.State.CREATED);
        assertThat(log).isEmpty();
        assertThat(finish(coroutine, null)).isEqualTo(1);
        assertThat(log).containsExactly("ran");
    }

    @Test
    void sendGoesInWhereYieldCameOut() throws Exception {
        Coroutine<Object> coroutine = echo();
        assertThat(coroutine.send(null)).isEqualTo("first");
        assertThat(coroutine.state()).isEqualTo(Coroutine.State.SUSPENDED);
        assertThat(finish(coroutine, 42)).isEqualTo("got 42");
        assertThat(coroutine.state()).isEqualTo(Coroutine.State.CLOSED);
    }

    @Test
    void theExampleOfTheDesignPausesInsideTheRock() throws Exception {
        Awaitable<Integer> rock = () -> (Integer) Coroutine.yield(7);
        Coroutine<Integer> main = Coroutine.of(() -> rock.await() - 19);
        assertThat(main.send(null)).isEqualTo(7);
        assertThat(finish(main, 42)).isEqualTo(23);
    }

    @Test
    @CPythonTest("test_coroutines.CoroutineTest.test_func_13")
    void aValueSentToACoroutineThatHasNotStartedIsRefusedAndItCanStillStart() throws Exception {
        Coroutine<Object> coroutine = echo();
        assertThatThrownBy(() -> coroutine.send(1)).isInstanceOf(TypeException.class)
                .hasMessageContaining("has not started");
        assertThat(coroutine.send(null)).isEqualTo("first");
    }

    @Test
    void raisingInACoroutineThatHasNotStartedRunsNoLine() {
        Coroutine<Integer> coroutine = Coroutine.of(() -> {
            log.add("ran");
            return 1;
        });
        IOException raised = new IOException("x");
        assertThatThrownBy(() -> coroutine.raise(raised)).isSameAs(raised);
        assertThat(log).isEmpty();
        assertThat(coroutine.state()).isEqualTo(Coroutine.State.CLOSED);
    }

    @Test
    @CPythonTest("test_coroutines.CoroutineTest.test_func_10")
    void aRaisedExceptionArrivesAtTheYieldAndMayBeCaught() throws Exception {
        Coroutine<Object> coroutine = Coroutine.of(() -> {
            try {
                return Coroutine.yield(1);
            } catch (IllegalStateException caught) {
                return "caught " + caught.getMessage();
            }
        });
        coroutine.send(null);
        assertThatThrownBy(() -> coroutine.raise(new IllegalStateException("boo")))
                .isInstanceOfSatisfying(StopIteration.class, s -> assertThat(s.value()).isEqualTo("caught boo"));
    }

    @Test
    @CPythonTest({"test_coroutines.CoroutineTest.test_func_15", "test_coroutines.CoroutineTest.test_func_17",
            "test_coroutines.CoroutineTest.test_func_18"})
    void aFinishedCoroutineCannotBeUsedAgainButMayBeClosed() throws Exception {
        Coroutine<Integer> coroutine = Coroutine.of(() -> 1);
        finish(coroutine, null);
        assertThatThrownBy(() -> coroutine.send(null)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot reuse already awaited coroutine");
        assertThatThrownBy(() -> coroutine.raise(new IOException())).isInstanceOf(IllegalStateException.class);
        coroutine.close();
        assertThat(coroutine.state()).isEqualTo(Coroutine.State.CLOSED);
    }

    @Test
    @CPythonTest("test_coroutines.CoroutineTest.test_func_12")
    void aRunningCoroutineCanNeitherBeDrivenNorClosed() throws Exception {
        List<Throwable> refused = new ArrayList<>();
        List<Coroutine<?>> self = new ArrayList<>();
        Coroutine<Integer> coroutine = Coroutine.of(() -> {
            Coroutine<?> me = self.getFirst();
            log.add(me.state().toString());
            refused.add(catchThrowable(() -> me.send(null)));
            refused.add(catchThrowable(() -> me.raise(new IOException())));
            refused.add(catchThrowable(me::close));
            refused.add(catchThrowable(me::await));
            return 1;
        });
        self.add(coroutine);
        assertThat(finish(coroutine, null)).isEqualTo(1);
        assertThat(log).containsExactly("RUNNING");
        assertThat(refused).hasSize(4).allSatisfy(e -> assertThat(e).isInstanceOf(CoroutineRunningException.class)
                .hasMessageContaining("already executing"));
    }

    @Test
    void closingOneThatHasNotStartedOnlyEndsIt() throws Exception {
        Coroutine<Integer> coroutine = Coroutine.of(() -> {
            log.add("ran");
            return 1;
        });
        coroutine.close();
        assertThat(log).isEmpty();
        assertThat(coroutine.state()).isEqualTo(Coroutine.State.CLOSED);
    }

    @Test
    @CPythonTest("test_coroutines.CoroutineTest.test_func_19")
    void closingASuspendedOneRaisesGeneratorExitAndRunsFinally() throws Exception {
        Coroutine<Object> coroutine = Coroutine.of(() -> {
            try {
                return Coroutine.yield(1);
            } catch (GeneratorExit exit) {
                log.add("exit");
                throw exit;
            } finally {
                log.add("finally");
            }
        });
        coroutine.send(null);
        coroutine.close();
        assertThat(log).containsExactly("exit", "finally");
        assertThat(coroutine.state()).isEqualTo(Coroutine.State.CLOSED);
    }

    @Test
    void closePassesOnWhatTheCoroutineRaisesInstead() throws Exception {
        IOException instead = new IOException("cleanup failed");
        Coroutine<Object> coroutine = Coroutine.of(() -> {
            try {
                return Coroutine.yield(1);
            } catch (GeneratorExit exit) {
                throw instead;
            }
        });
        coroutine.send(null);
        assertThatThrownBy(coroutine::close).isSameAs(instead);
    }

    /// Suspended at a place where it yields once more instead of ending.
    private static Coroutine<Object> ignoringItsExit() throws Exception {
        Coroutine<Object> coroutine = Coroutine.of(() -> {
            try {
                return Coroutine.yield(1);
            } catch (GeneratorExit exit) {
                return Coroutine.yield(2);
            }
        });
        coroutine.send(null);
        return coroutine;
    }

    @Test
    @CPythonTest("test_coroutines.CoroutineTest.test_func_14")
    void ignoringGeneratorExitIsAnErrorAndTheCoroutineStaysSuspended() throws Exception {
        Coroutine<Object> coroutine = ignoringItsExit();
        assertThatThrownBy(coroutine::close).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ignored GeneratorExit");
        assertThat(coroutine.state()).isEqualTo(Coroutine.State.SUSPENDED);
        assertThat(finish(coroutine, "end")).isEqualTo("end");
    }

    @Test
    void whatIsYieldedToACloseIsNotSentToItLater() throws Exception {
        Coroutine<Object> coroutine = ignoringItsExit();
        assertThatThrownBy(coroutine::close).isInstanceOf(IllegalStateException.class);
        assertThat(finish(coroutine, null)).isNull();
    }

    @Test
    void raisingGeneratorExitDoesNotFailWhenTheCoroutineGoesOn() throws Exception {
        Coroutine<Object> coroutine = ignoringItsExit();
        assertThat(coroutine.raise(new GeneratorExit())).isEqualTo(2);
    }

    @Test
    @CPythonTest("test_coroutines.CoroutineTest.test_func_2")
    void stopIterationInABodyBecomesAnErrorWithItAsCause() {
        StopIteration stop = new StopIteration(1);
        Coroutine<Integer> coroutine = Coroutine.of(() -> {
            throw stop;
        });
        assertThatThrownBy(() -> coroutine.send(null)).isInstanceOf(IllegalStateException.class)
                .hasMessage("coroutine raised StopIteration").hasCause(stop);
    }

    @Test
    void checkedExceptionsComeOutAsTheObjectTheyAre() {
        IOException failure = new IOException("disk");
        Coroutine<Integer> coroutine = Coroutine.of(() -> Coroutine.<Integer>of(() -> {
            throw failure;
        }).await());
        assertThatThrownBy(() -> coroutine.send(null)).isSameAs(failure);
    }

    @Test
    void awaitAndYieldOutsideACoroutineSayWhatToDo() {
        assertThatThrownBy(() -> Coroutine.of(() -> 1).await()).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("outside a coroutine").hasMessageContaining("Asyncio.run");
        assertThatThrownBy(() -> Coroutine.yield(1)).isInstanceOf(IllegalStateException.class);
        assertThat(Coroutine.isRunning()).isFalse();
    }

    @Test
    void driversWithoutExceptionsSeeTheSameThings() throws Exception {
        Coroutine<Object> coroutine = echo();
        assertThat(coroutine.advance(null, null)).isTrue();
        assertThat(coroutine.yielded()).isEqualTo("first");
        assertThat(coroutine.stack()).extracting(StackTraceElement::getMethodName)
                .anyMatch(name -> name.contains("echo"));
        assertThat(coroutine.advance("x", null)).isFalse();
        assertThat(coroutine.failure()).isNull();
        assertThat(coroutine.outcome()).isEqualTo("got x");
        assertThat(coroutine.stack()).isEmpty();
    }

    @Test
    @CPythonTest({"test_coroutines.CoroutineTest.test_func_1", "test_coroutines.CoroutineTest.test_await_10",
            "test_coroutines.CoroutineTest.test_await_11", "test_coroutines.CoroutineTest.test_coro_wrapper_send_tuple",
            "test_coroutines.CoroutineTest.test_coro_wrapper_send_stop_iterator"})
    void aResultMayBeAnythingAlsoACoroutineOrTheEndOfOne() throws Exception {
        Coroutine<Integer> inner = Coroutine.of(() -> 42);
        Coroutine<Coroutine<Integer>> gives = Coroutine.of(() -> inner);
        Coroutine<Object> outer = Coroutine.of(() -> List.of(gives.await().await(), "ham"));
        assertThatThrownBy(() -> outer.send(null)).isInstanceOfSatisfying(StopIteration.class,
                end -> assertThat(end.value()).isEqualTo(List.of(42, "ham")));
        StopIteration asResult = new StopIteration(10);
        assertThatThrownBy(() -> Coroutine.of(() -> asResult).send(null)).isInstanceOfSatisfying(StopIteration.class,
                end -> assertThat(end.value()).isSameAs(asResult));
    }

    @Test
    @CPythonTest({"test_coroutines.CoroutineTest.test_cr_await", "test_coroutines.CoroutineTest.test_func_16"})
    void statesAndStacksAreThoseOfTheMoment() throws Exception {
        List<Coroutine.State> seen = new ArrayList<>();
        Coroutine<?>[] self = new Coroutine<?>[1];
        self[0] = Coroutine.of(() -> {
            seen.add(self[0].state());
            pauseHere();
            seen.add(self[0].state());
            return "ended";
        });
        assertThat(self[0].state()).isEqualTo(Coroutine.State.CREATED);
        assertThat(self[0].stack()).isEmpty();
        self[0].send(null);
        assertThat(self[0].state()).isEqualTo(Coroutine.State.SUSPENDED);
        assertThat(self[0].stack()).extracting(StackTraceElement::getMethodName).contains("pauseHere");
        assertThatThrownBy(() -> self[0].send(null)).isInstanceOf(StopIteration.class);
        assertThat(self[0].state()).isEqualTo(Coroutine.State.CLOSED);
        assertThat(self[0].stack()).isEmpty();
        assertThat(seen).containsExactly(Coroutine.State.RUNNING, Coroutine.State.RUNNING);
        Coroutine<Object> reader = Coroutine.of(() -> {
            Coroutine.yield(1);
            return self[0].await();
        });
        reader.send(null);
        assertThatThrownBy(() -> reader.send(null)).hasMessageContaining("cannot reuse already awaited coroutine");
    }

    private static void pauseHere() {
        Coroutine.yield(null);
    }

    @Test
    @CPythonTest("test_coroutines.CoroutineTest.test_stack_in_coroutine_throw")
    void theStackIsAsDeepAfterARaiseAsAfterASend() throws Exception {
        Coroutine<Object> outer = Coroutine.of(() -> Coroutine.of(() -> {
            try {
                return Coroutine.yield(depth());
            } catch (ArithmeticException caught) {
                return Coroutine.yield(depth());
            }
        }).await());
        Object sent = outer.send(null);
        assertThat(outer.raise(new ArithmeticException("by zero"))).isEqualTo(sent);
    }

    private static long depth() {
        return StackWalker.getInstance().walk(frames -> frames
                .filter(frame -> frame.getClassName().equals(CoroutineStatesTest.class.getName())).count());
    }
}
