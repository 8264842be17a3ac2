package io.asyncio4j.coroutine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.ports.CPythonTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The statement `async with`: what is called when, and which failure comes out.
class AsyncWithTest {
    private static final String CASES = "test_coroutines.CoroutineTest.";

    private final List<Object> log = new ArrayList<>();

    /// Notes what it is told, and does at its exit what it was made for.
    private class Manager implements AsyncContextManager<String> {
        private final boolean swallows;
        private final @Nullable Exception throwsAtExit;

        Manager(boolean swallows, @Nullable Exception throwsAtExit) {
            this.swallows = swallows;
            this.throwsAtExit = throwsAtExit;
        }

        @Override
        public String aenter() {
            log.add("enter");
            return "entered";
        }

        @Override
        public boolean aexit(@Nullable Throwable failure) throws Exception {
            log.add(failure == null ? "exit" : failure);
            if (throwsAtExit != null) {
                throw throwsAtExit;
            }
            return swallows;
        }
    }

    private static void awaited(AsyncAction body) throws Exception {
        Coroutine<Object> coroutine = Coroutine.of(() -> {
            body.run();
            return "ended";
        });
        Coroutine<Object> outer = Coroutine.of(coroutine);
        while (outer.advance(null, null)) {
            // what it yields does not matter here
        }
        assertThat(outer.outcome()).isEqualTo("ended");
    }

    @Test
    @CPythonTest(CASES + "test_with_1")
    void theBodyRunsBetweenEnterAndExitAndAllMayAwait() throws Exception {
        awaited(() -> AsyncWith.asyncWith(new AsyncContextManager<String>() {
            @Override
            public String aenter() {
                log.add("enter");
                Coroutine.yield("in enter");
                return "entered";
            }

            @Override
            public boolean aexit(@Nullable Throwable failure) {
                Coroutine.yield("in exit");
                return log.add("exit");
            }
        }, entered -> {
            Coroutine.yield("in body");
            log.add(entered);
        }));
        assertThat(log).containsExactly("enter", "entered", "exit");
    }

    @Test
    @CPythonTest(CASES + "test_with_5")
    void exitIsToldOfTheBodysFailureWhichGoesOn() {
        IOException failure = new IOException("body");
        assertThatThrownBy(() -> AsyncWith.asyncWith(new Manager(false, null), () -> {
            throw failure;
        })).isSameAs(failure).hasNoSuppressedExceptions();
        assertThat(log).containsExactly("enter", failure);
    }

    @Test
    @CPythonTest(CASES + "test_with_12")
    void exitMaySwallowAFailureAndReturningTrueWithoutOneMeansNothing() throws Exception {
        IOException failure = new IOException("body");
        AsyncWith.asyncWith(new Manager(true, null), () -> {
            throw failure;
        });
        AsyncWith.asyncWith(new Manager(true, null), () -> log.add("body"));
        assertThat(AsyncWith.<String, String>asyncWithResult(new Manager(true, null), entered -> {
            throw failure;
        })).isNull();
        assertThat(log).containsExactly("enter", failure, "enter", "body", "exit", "enter", failure);
    }

    @Test
    @CPythonTest(CASES + "test_with_10")
    void whatExitThrowsInsteadKeepsTheBodysFailure() {
        IOException body = new IOException("body");
        IOException exit = new IOException("exit");
        assertThatThrownBy(() -> AsyncWith.asyncWith(new Manager(false, exit), () -> {
            throw body;
        })).isSameAs(exit).hasSuppressedException(body);
        assertThatThrownBy(() -> AsyncWith.asyncWith(new Manager(false, exit), () -> {
            throw body;
        })).as("a second time it is known already").isSameAs(exit);
        assertThat(exit.getSuppressed()).containsExactly(body);
        IOException other = new IOException("other");
        assertThatThrownBy(() -> AsyncWith.<String, String>asyncWithResult(new Manager(false, other), entered -> {
            throw body;
        })).isSameAs(other).hasSuppressedException(body);
    }

    @Test
    void whatExitThrowsBecauseOfTheBodysFailureTellsOfItAlready() {
        IOException body = new IOException("body");
        IOException because = new IOException("exit", new IOException("wrapper", body));
        assertThatThrownBy(() -> AsyncWith.asyncWith(new Manager(false, because), () -> {
            throw body;
        })).isSameAs(because).hasNoSuppressedExceptions();
        assertThatThrownBy(() -> AsyncWith.asyncWith(new Manager(false, body), () -> {
            throw body;
        })).isSameAs(body).hasNoSuppressedExceptions();
    }

    @Test
    void aManagerMayTellOfTheFailureInItsOwnWay() {
        IOException exit = new IOException("exit");
        assertThatThrownBy(() -> AsyncWith.asyncWith(new Manager(false, exit) {
            @Override
            public boolean tellsOfFailure() {
                return true;
            }
        }, () -> {
            throw new IOException("body");
        })).isSameAs(exit).hasNoSuppressedExceptions();
    }

    @Test
    @CPythonTest(CASES + "test_with_9")
    void whatExitThrowsAfterACompletedBodyComesOut() {
        IOException exit = new IOException("exit");
        assertThatThrownBy(() -> AsyncWith.asyncWith(new Manager(false, exit), () -> log.add("body"))).isSameAs(exit)
                .hasNoSuppressedExceptions();
        assertThat(log).containsExactly("enter", "body", "exit");
    }

    @Test
    @CPythonTest({CASES + "test_with_11", CASES + "test_with_13"})
    void aFailureToEnterRunsNeitherBodyNorExit() {
        IOException enter = new IOException("enter");
        assertThatThrownBy(() -> AsyncWith.asyncWith(new Manager(false, null) {
            @Override
            public String aenter() {
                throw Rethrow.sneaky(enter);
            }
        }, () -> log.add("body"))).isSameAs(enter);
        assertThat(log).isEmpty();
    }
}
