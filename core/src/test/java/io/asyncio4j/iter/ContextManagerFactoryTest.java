package io.asyncio4j.iter;

import static io.asyncio4j.Program.program;
import static io.asyncio4j.Program.tick;
import static io.asyncio4j.coroutine.AsyncWith.asyncWith;
import static io.asyncio4j.iter.AsyncFor.asyncFor;
import static io.asyncio4j.iter.ContextManagerFactory.asyncContextManager;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.coroutine.AsyncContextManager;
import io.asyncio4j.coroutine.StopAsyncIteration;
import io.asyncio4j.coroutine.StopIteration;
import io.asyncio4j.ports.CPythonTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContextManagerFactoryTest {
    private static final String BASE = "test_contextlib_async.AsyncContextManagerTestCase.";
    private final List<Object> log = new ArrayList<>();

    /// Yields 42 between two notes, the second in any case.
    private AsyncContextManager<Integer> noting() {
        return asyncContextManager(y -> {
            log.add("before");
            try {
                tick();
                y.yield(42);
            } finally {
                tick();
                log.add("after");
            }
        });
    }

    @Test
    @CPythonTest({BASE + "test_contextmanager_plain", BASE + "test_keywords"})
    void blockRunsAtTheYield() throws Exception {
        program(() -> {
            asyncWith(noting(), value -> log.add(value));
            assertThat(log).containsExactly("before", 42, "after");
        });
    }

    @Test
    @CPythonTest({BASE + "test_contextmanager_finally", BASE + "test_contextmanager_traceback"})
    void failureOfTheBlockIsThrownAtTheYieldAndComesOutAsItIs() throws Exception {
        program(() -> {
            IOException failure = new IOException("block");
            StackTraceElement[] thrownAt = failure.getStackTrace();
            assertThatThrownBy(() -> asyncWith(noting(), value -> {
                log.add(value);
                throw failure;
            })).isSameAs(failure).hasNoSuppressedExceptions();
            assertThat(failure.getStackTrace()).isEqualTo(thrownAt);
            assertThat(log).containsExactly("before", 42, "after");
        });
    }

    @Test
    @CPythonTest(BASE + "test_contextmanager_no_reraise")
    void exitTellsThatTheFailureGoesOn() throws Exception {
        program(() -> {
            AsyncContextManager<Void> manager = asyncContextManager(y -> y.yield(null));
            manager.aenter();
            assertThat(manager.aexit(new IOException("foo"))).isFalse();
        });
    }

    @Test
    @CPythonTest(BASE + "test_contextmanager_except")
    void failureCaughtAtTheYieldIsSwallowed() throws Exception {
        program(() -> {
            AsyncContextManager<Integer> manager = asyncContextManager(y -> {
                try {
                    y.yield(42);
                } catch (ArithmeticException failure) {
                    log.add(failure.getMessage());
                }
            });
            asyncWith(manager, value -> {
                throw new ArithmeticException("999");
            });
            assertThat(log).containsExactly("999");
        });
    }

    @Test
    @CPythonTest({BASE + "test_contextmanager_non_normalised",
            BASE + "test_contextmanager_wrap_runtimeerror"})
    void failureMayBeReplaced() throws Exception {
        program(() -> {
            AsyncContextManager<Void> manager = asyncContextManager(y -> {
                try {
                    y.yield(null);
                } catch (Exception failure) {
                    throw new IllegalStateException("caught " + failure.getMessage(), failure);
                }
            });
            assertThatThrownBy(() -> asyncWith(manager, () -> {
                throw new ArithmeticException("block");
            })).isInstanceOf(IllegalStateException.class).hasMessage("caught block");
        });
    }

    @Test
    @CPythonTest({BASE + "test_contextmanager_except_stopiter",
            BASE + "test_contextmanager_wrap_runtimeerror"})
    void stopIterationsOfTheBlockComeOutAsTheyAre() throws Exception {
        program(() -> {
            for (RuntimeException stop : List.of(new StopIteration("spam"), new StopAsyncIteration())) {
                assertThatThrownBy(() -> asyncWith(noting(), () -> {
                    throw stop;
                })).isSameAs(stop);
            }
        });
    }

    @Test
    @CPythonTest(BASE + "test_contextmanager_trap_no_yield")
    void bodyThatDoesNotYieldIsRefused() throws Exception {
        program(() -> {
            AsyncContextManager<Void> manager = asyncContextManager(y -> log.add("ran"));
            assertThatIllegalStateException().isThrownBy(manager::aenter)
                    .withMessageContaining("didn't yield");
        });
    }

    @Test
    @CPythonTest(BASE + "test_contextmanager_trap_second_yield")
    void bodyThatYieldsTwiceIsRefusedAndClosed() throws Exception {
        program(() -> {
            AsyncContextManager<Integer> manager = asyncContextManager(y -> {
                try {
                    y.yield(1);
                    y.yield(2);
                } finally {
                    log.add("closed");
                }
            });
            manager.aenter();
            assertThatIllegalStateException().isThrownBy(() -> manager.aexit(null))
                    .withMessageContaining("didn't stop");
            assertThat(log).containsExactly("closed");
        });
    }

    @Test
    @CPythonTest(BASE + "test_contextmanager_trap_yield_after_throw")
    void bodyThatYieldsAfterAFailureIsRefusedAndClosed() throws Exception {
        program(() -> {
            AsyncContextManager<Integer> manager = asyncContextManager(y -> {
                try {
                    y.yield(1);
                } catch (IOException failure) {
                    y.yield(2);
                } finally {
                    log.add("closed");
                }
            });
            manager.aenter();
            assertThatIllegalStateException().isThrownBy(() -> manager.aexit(new IOException("foo")))
                    .withMessageContaining("didn't stop after athrow");
            assertThat(log).containsExactly("closed");
        });
    }

    @Test
    void managerIsForOneUse() throws Exception {
        program(() -> {
            AsyncContextManager<Integer> manager = noting();
            asyncWith(manager, () -> log.add("block"));
            assertThatIllegalStateException().isThrownBy(manager::aenter)
                    .withMessageContaining("didn't yield");
        });
    }

    @Test
    @CPythonTest({BASE + "test_decorator", BASE + "test_decorating_method"})
    void factoryWrapsAnAwaitableInAManagerOfItsOwnEachTime() throws Exception {
        program(() -> {
            ContextManagerFactory<Integer> factory = ContextManagerFactory.of(y -> {
                log.add("before");
                y.yield(1);
                log.add("after");
            });
            for (int round = 0; round < 2; round++) {
                assertThat(factory.around(() -> log.add("wrapped")).await()).isTrue();
            }
            assertThat(log).containsExactly("before", "wrapped", "after", "before", "wrapped", "after");
        });
    }

    @Test
    @CPythonTest(BASE + "test_decorator_with_exception")
    void wrappedFailureLeavesTheManager() throws Exception {
        program(() -> {
            ContextManagerFactory<Integer> factory = ContextManagerFactory.of(y -> {
                try {
                    y.yield(1);
                } finally {
                    log.add("after");
                }
            });
            IOException failure = new IOException("foo");
            assertThatThrownBy(() -> factory.around(() -> {
                throw failure;
            }).await()).isSameAs(failure);
            assertThat(log).containsExactly("after");
        });
    }

    @Test
    @CPythonTest(BASE + "test_recursive")
    void wrappedCallsNest() throws Exception {
        program(() -> {
            int[] depth = new int[1];
            ContextManagerFactory<Void> factory = ContextManagerFactory.of(y -> {
                log.add("entered");
                int before = depth[0]++;
                y.yield(null);
                depth[0]--;
                assertThat(depth[0]).isEqualTo(before);
            });
            AsyncAction[] recursive = new AsyncAction[1];
            recursive[0] = () -> factory.around(() -> {
                if (depth[0] < 10) {
                    recursive[0].run();
                }
                return null;
            }).await();
            recursive[0].run();
            assertThat(log).hasSize(10);
            assertThat(depth[0]).isZero();
        });
    }

    @Test
    @CPythonTest("test_contextlib_async.TestAbstractAsyncContextManager.test_async_gen_propagates_generator_exit")
    void generatorExitPassesThroughAManagerAroundAYield() throws Exception {
        program(() -> {
            AsyncGenerator<Integer> generator =
                    AsyncGenerator.of(y -> asyncWith(noting(), () -> y.yield(11)));
            for (int item : asyncFor(generator)) {
                assertThat(item).isEqualTo(11);
                break;
            }
            generator.aclose().await();
            assertThat(log).containsExactly("before", "after");
        });
    }
}
