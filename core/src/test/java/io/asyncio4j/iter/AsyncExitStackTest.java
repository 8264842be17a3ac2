package io.asyncio4j.iter;

import static io.asyncio4j.Program.program;
import static io.asyncio4j.Program.tick;
import static io.asyncio4j.coroutine.AsyncWith.asyncWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.coroutine.AsyncContextManager;
import io.asyncio4j.ports.CPythonTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AsyncExitStackTest {
    private static final String BASE = "test_contextlib_async.TestAsyncExitStack.";
    private final List<Object> log = new ArrayList<>();

    private AsyncContextManager<String> manager(String name) {
        return new AsyncContextManager<>() {
            @Override
            public String aenter() throws Exception {
                tick();
                log.add("enter " + name);
                return name;
            }

            @Override
            public boolean aexit(Throwable failure) throws Exception {
                tick();
                log.add("exit " + name + (failure == null ? "" : " " + failure.getMessage()));
                return false;
            }
        };
    }

    private static AsyncExit raising(Exception instead) {
        return failure -> {
            tick();
            throw instead;
        };
    }

    private static AsyncExit swallowing(List<Object> seen) {
        return failure -> {
            seen.add(failure);
            return true;
        };
    }

    @Test
    @CPythonTest(BASE + "test_no_resources")
    void emptyStackDoesNothing() throws Exception {
        program(() -> {
            asyncWith(new AsyncExitStack(), stack -> log.add(stack));
            assertThat(log).hasSize(1);
        });
    }

    @Test
    @CPythonTest({BASE + "test_enter_async_context", BASE + "test_async_callback", BASE + "test_callback",
            BASE + "test_enter_context"})
    void leavesEverythingLastInFirstOut() throws Exception {
        program(() -> {
            asyncWith(new AsyncExitStack(), stack -> {
                stack.callback(() -> log.add("callback"));
                stack.pushAsyncCallback(() -> {
                    tick();
                    log.add("async callback");
                });
                assertThat(stack.enterAsyncContext(manager("a")).await()).isEqualTo("a");
                AutoCloseable resource = () -> log.add("close");
                assertThat(stack.enterContext(resource)).isSameAs(resource);
                stack.enterAsyncContext(manager("b")).await();
                log.add("body");
            });
            assertThat(log).containsExactly("enter a", "enter b", "body", "exit b", "close", "exit a",
                    "async callback", "callback");
        });
    }

    @Test
    @CPythonTest(BASE + "test_enter_async_context_errors")
    void managerThatFailsToEnterIsNotLeft() throws Exception {
        program(() -> {
            AsyncContextManager<Void> failing = new AsyncContextManager<>() {
                @Override
                public Void aenter() throws Exception {
                    throw new IOException("enter");
                }

                @Override
                public boolean aexit(Throwable failure) {
                    log.add("must not run");
                    return false;
                }
            };
            assertThatThrownBy(() -> asyncWith(new AsyncExitStack(), stack -> {
                stack.enterAsyncContext(manager("a")).await();
                stack.enterAsyncContext(failing).await();
            })).isInstanceOf(IOException.class);
            assertThat(log).containsExactly("enter a", "exit a enter");
        });
    }

    @Test
    @CPythonTest({BASE + "test_async_push", BASE + "test_push"})
    void pushedExitsSeeTheFailureUntilOneSwallowsIt() throws Exception {
        program(() -> {
            List<Object> seen = new ArrayList<>();
            AsyncExit look = failure -> !seen.add(failure);
            ArithmeticException failure = new ArithmeticException();
            asyncWith(new AsyncExitStack(), stack -> {
                stack.pushAsyncExit(look);
                stack.pushAsyncExit(manager("never entered"));
                stack.pushAsyncExit(swallowing(seen));
                stack.pushAsyncExit(look);
                throw failure;
            });
            assertThat(seen).containsExactly(failure, failure, null);
            assertThat(log).containsExactly("exit never entered");
        });
    }

    @Test
    @CPythonTest(BASE + "test_close")
    void acloseLeavesEverythingNow() throws Exception {
        program(() -> {
            asyncWith(new AsyncExitStack(), stack -> {
                stack.enterAsyncContext(manager("a")).await();
                stack.aclose().await();
                log.add("body");
            });
            assertThat(log).containsExactly("enter a", "exit a", "body");
        });
    }

    @Test
    @CPythonTest(BASE + "test_pop_all")
    void popAllHandsEverythingToANewStack() throws Exception {
        program(() -> {
            List<AsyncExitStack> heir = new ArrayList<>();
            asyncWith(new AsyncExitStack(), stack -> {
                stack.enterAsyncContext(manager("a")).await();
                heir.add(stack.popAll());
            });
            log.add("after");
            heir.getFirst().aclose().await();
            assertThat(log).containsExactly("enter a", "after", "exit a");
        });
    }

    @Test
    @CPythonTest({BASE + "test_exit_raise", BASE + "test_exit_suppress",
            BASE + "test_body_exception_suppress"})
    void exitDecidesWhetherTheFailureIsSwallowed() throws Exception {
        program(() -> {
            ArithmeticException failure = new ArithmeticException();
            assertThatThrownBy(() -> asyncWith(new AsyncExitStack(), stack -> {
                stack.pushAsyncExit(seen -> false);
                throw failure;
            })).isSameAs(failure);
            asyncWith(new AsyncExitStack(), stack -> {
                stack.pushAsyncExit(seen -> log.add(seen));
                throw failure;
            });
            assertThat(log).containsExactly(failure);
        });
    }

    @Test
    @CPythonTest({BASE + "test_async_exit_exception_chaining", BASE + "test_exit_exception_chaining",
            BASE + "test_exit_exception_chaining_reference", BASE + "test_exit_exception_traceback",
            BASE + "test_exit_exception_with_correct_context"})
    void failureThatReplacesAnotherCarriesIt() throws Exception {
        program(() -> {
            List<Object> seen = new ArrayList<>();
            Exception body = new ArithmeticException("body");
            Exception first = new IOException("first");
            Exception second = new IOException("second");
            Exception third = new IOException("third");
            Exception last = new IOException("last");
            assertThatThrownBy(() -> asyncWith(new AsyncExitStack(), stack -> {
                stack.pushAsyncExit(raising(last));
                stack.pushAsyncExit(raising(third));
                stack.pushAsyncExit(raising(second));
                stack.pushAsyncExit(swallowing(seen));
                stack.pushAsyncExit(raising(first));
                throw body;
            })).isSameAs(last);
            assertThat(last.getSuppressed()).containsExactly(third);
            assertThat(third.getSuppressed()).containsExactly(second);
            assertThat(second.getSuppressed()).as("what came before was swallowed").isEmpty();
            assertThat(seen).containsExactly(first);
            assertThat(first.getSuppressed()).containsExactly(body);
        });
    }

    @Test
    @CPythonTest(BASE + "test_exit_exception_with_existing_context")
    void failureThatNamesTheOtherAsItsCauseDoesNotCarryItTwice() throws Exception {
        program(() -> {
            Exception body = new ArithmeticException("body");
            Exception wrapped = new IOException("wrapped", new IllegalStateException("between", body));
            assertThatThrownBy(() -> asyncWith(new AsyncExitStack(), stack -> {
                stack.pushAsyncExit(raising(wrapped));
                throw body;
            })).isSameAs(wrapped);
            assertThat(wrapped.getSuppressed()).isEmpty();
            assertThatThrownBy(() -> asyncWith(new AsyncExitStack(), stack -> {
                stack.pushAsyncExit(raising(body));
                throw body;
            })).isSameAs(body).hasNoSuppressedExceptions();
        });
    }

    @Test
    @CPythonTest({BASE + "test_exit_exception_non_suppressing",
            BASE + "test_exit_exception_chaining_suppress"})
    void failuresOfExitsMayBeSwallowedByOuterOnes() throws Exception {
        program(() -> {
            Exception inner = new IOException("inner");
            Exception outer = new IOException("outer");
            assertThatThrownBy(() -> asyncWith(new AsyncExitStack(), stack -> {
                stack.callback(() -> log.add("still called"));
                stack.pushAsyncExit(raising(outer));
                stack.pushAsyncExit(swallowing(log));
                stack.pushAsyncExit(raising(inner));
            })).isSameAs(outer);
            asyncWith(new AsyncExitStack(), stack -> {
                stack.pushAsyncExit(swallowing(log));
                stack.pushAsyncExit(raising(outer));
            });
            assertThat(log).containsExactly(inner, "still called", outer);
        });
    }

    @Test
    @CPythonTest(BASE + "test_excessive_nesting")
    void tenThousandExitsNeedNoDeepStack() throws Exception {
        program(() -> {
            int[] count = new int[1];
            asyncWith(new AsyncExitStack(), stack -> {
                for (int i = 0; i < 10_000; i++) {
                    stack.callback(() -> count[0]++);
                }
            });
            assertThat(count[0]).isEqualTo(10_000);
        });
    }

    @Test
    @CPythonTest(BASE + "test_dont_reraise_RuntimeError")
    void failureRaisedFromAnotherIsRaisedOnce() throws Exception {
        program(() -> {
            IllegalStateException body = new IllegalStateException("body");
            Exception instead = new IOException("instead", body);
            assertThatThrownBy(() -> asyncWith(new AsyncExitStack(), stack -> {
                stack.pushAsyncExit(raising(instead));
                throw body;
            })).isSameAs(instead).hasNoSuppressedExceptions();
        });
    }
}
