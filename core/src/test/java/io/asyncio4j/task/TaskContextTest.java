package io.asyncio4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.asyncio4j.Asyncio;
import io.asyncio4j.LoopTest;
import io.asyncio4j.context.Context;
import io.asyncio4j.context.ContextVar;
import io.asyncio4j.context.Token;
import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.ports.CPythonTest;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Which values of context variables a task sees and changes.
class TaskContextTest extends LoopTest {
    private final ContextVar<String> variable = ContextVar.withDefault("variable", "nope");

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_context_1")
    void aTaskSeesItsMakersValuesAndKeepsItsOwn() throws Exception {
        complete(() -> {
            assertThat(variable.get()).isEqualTo("nope");
            Task<String> child = task(() -> {
                Bodies.pause(0.01);
                String seen = variable.get();
                variable.set("something else");
                return seen;
            });
            variable.set("yes, but later");
            assertThat(child.await()).isEqualTo("nope");
            return null;
        });
        assertThat(variable.get()).isEqualTo("nope");
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_context_2")
    void anAwaitedCoroutineSharesItsCallersContextAndACallbackGetsACopy() throws Exception {
        List<String> seen = new ArrayList<>();
        complete(() -> {
            Coroutine.of(() -> {
                variable.set("by the coroutine");
                return null;
            }).await();
            seen.add(variable.get());
            Future<Void> done = new Future<>();
            done.addDoneCallback(future -> {
                seen.add(variable.get());
                variable.set("by the callback");
            });
            done.setResult(null);
            Bodies.pause(0.01);
            seen.add(variable.get());
            return null;
        });
        assertThat(seen).containsExactly("by the coroutine", "by the coroutine", "by the coroutine");
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_context_3")
    void aHundredTasksAtOnceKeepTheirValuesApart() throws Exception {
        ContextVar<Integer> number = ContextVar.withDefault("number", -1);
        Random random = new Random(3);
        complete(() -> {
            List<Awaitable<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                int start = random.nextInt(10);
                all.add(Coroutine.of(() -> {
                    for (int step = 0; step < 10; step++) {
                        number.set(start + step);
                        Bodies.pause(0.001 + random.nextDouble(0.05));
                        if (number.get() != start + step) {
                            return false;
                        }
                    }
                    return true;
                }));
            }
            assertThat(Gather.gather(all).await()).containsOnly(true);
            return null;
        });
        assertThat(number.get()).isEqualTo(-1);
    }

    @Test
    @CPythonTest({"test_tasks.BaseTaskTests.test_context_4", "test_tasks.BaseTaskTests.test_context_5",
            "test_tasks.BaseTaskTests.test_context_6"})
    void tasksThatAreGivenAContextShareIt() throws Exception {
        complete(() -> {
            Context shared = Context.copyContext();
            List<String> seen = new ArrayList<>();
            seen.add(shared.get(variable));
            Task.create(loop, setting("one"), null, shared).await();
            seen.add(shared.get(variable));
            Asyncio.createTask(setting("two"), null, shared).await();
            seen.add(shared.get(variable));
            assertThat(seen).containsExactly(null, "one", "two");
            assertThat(variable.get()).isEqualTo("nope");
            return null;
        });
    }

    private Coroutine<Void> setting(String value) {
        return Coroutine.of(() -> {
            Bodies.pause(0);
            variable.set(value);
            return null;
        });
    }

    @Test
    @CPythonTest("test_context.DecimalContextTest.test_asyncio_task_decimal_context")
    void twoTasksCalculateWithPrecisionsOfTheirOwn() throws Exception {
        ContextVar<MathContext> precision = ContextVar.withDefault("precision", MathContext.DECIMAL32);
        List<List<String>> results = complete(() -> Gather
                .gather(List.of(fractions(precision, 0.1, 3), fractions(precision, 0.2, 6))).await());
        assertThat(results).containsExactly(List.of("0.333", "0.111"), List.of("0.333333", "0.111111"));
    }

    private static Coroutine<List<String>> fractions(ContextVar<MathContext> precision, double pause, int digits) {
        return Coroutine.of(() -> {
            try (Token<MathContext> local = precision.set(new MathContext(digits))) {
                BigDecimal third = BigDecimal.ONE.divide(new BigDecimal(3), local.var().get());
                Bodies.pause(pause);
                BigDecimal ninth = BigDecimal.ONE.divide(new BigDecimal(9), precision.get());
                return List.of(third.toPlainString(), ninth.toPlainString());
            }
        });
    }

    @Test
    void aRunInAnotherContextMayAwaitInside() throws Exception {
        Context other = Context.empty();
        String seen = complete(() -> {
            variable.set("task's");
            other.run(() -> {
                variable.set("other's");
                Bodies.pause(1);
                return variable.get();
            });
            return variable.get() + ", " + other.get(variable);
        });
        assertThat(seen).isEqualTo("task's, other's");
    }

    @Test
    void callbacksRunInTheContextTheyAreGivenOrInACopy() throws Exception {
        List<String> seen = new ArrayList<>();
        Context given = Context.empty();
        Context.copyContext().run(() -> {
            variable.set("scheduler's");
            loop.callSoon(() -> {
                seen.add(variable.get());
                variable.set("callback's");
            });
            loop.callSoon(() -> seen.add(variable.get()));
            loop.callLater(0, () -> seen.add(variable.get()));
            loop.callSoon(() -> {
                variable.set("given's");
            }, given);
            loop.callSoonThreadsafe(() -> seen.add(variable.get()), given);
        });
        iterate(2);
        assertThat(seen).containsExactly("scheduler's", "scheduler's", "given's", "scheduler's");
    }

    @Test
    void anEagerTaskRunsInACopyOfTheContext() throws Exception {
        complete(() -> {
            variable.set("maker's");
            Task<String> eager = Task.eager(loop, Coroutine.of(() -> {
                String seen = variable.get();
                variable.set("task's");
                return seen;
            }), null, null);
            assertThat(eager.result()).isEqualTo("maker's");
            assertThat(variable.get()).isEqualTo("maker's");
            return null;
        });
    }

    @Test
    void whatIsSetAfterASnapshotDoesNotReachIt() throws Exception {
        List<String> seen = new ArrayList<>();
        complete(() -> {
            variable.set("first");
            variable.set("second");
            loop.callSoon(() -> seen.add(variable.get()));
            Task<String> child = task(variable::get);
            Context copy = Context.copyContext();
            variable.set("third");
            Context later = copy.copy();
            copy.run(() -> {
                variable.set("in the copy");
                variable.set("in the copy again");
            });
            seen.add(child.await());
            seen.add(variable.get() + ", " + copy.get(variable) + ", " + later.get(variable));
            return null;
        });
        assertThat(seen).containsExactly("second", "second", "third, in the copy again, second");
    }

    @Test
    void resettingAValuePutsBackTheOneBefore() {
        Context.empty().run(() -> {
            variable.set("first");
            Token<String> second = variable.set("second");
            variable.set("third");
            assertThat(second.oldValue()).isEqualTo("first");
            variable.reset(second);
            assertThat(variable.get()).isEqualTo("first");
        });
    }

    @Test
    void theContextOfATaskIsOneObjectWhoeverAsksAndWhenever() throws Exception {
        complete(() -> {
            Task<Context> asksItself = task(() -> {
                Context before = Context.current();
                assertThat(before.isEntered()).isTrue();
                Bodies.pause(1);
                return before;
            });
            Task<Context> isAsked = task(() -> {
                Bodies.pause(1);
                return Context.current();
            });
            Bodies.pause(0.5);
            Context byOthers = isAsked.getContext();
            assertThat(byOthers.isEntered()).as("it waits").isFalse();
            assertThat(byOthers).isNotSameAs(asksItself.getContext());
            assertThat(isAsked.await()).isSameAs(byOthers).isSameAs(isAsked.getContext());
            assertThat(asksItself.await()).isSameAs(asksItself.getContext());
            return null;
        });
    }

    @Test
    void aTaskThatHasControlCannotEnterItsOwnContextAgain() throws Exception {
        complete(() -> {
            Task<?> me = Task.currentTask();
            assertThatIllegalStateException().isThrownBy(() -> me.getContext().run(() -> {}))
                    .withMessageContaining("already entered");
            Task.eager(loop, Coroutine.of(() -> {
                assertThatIllegalStateException().isThrownBy(() -> me.getContext().run(() -> {}));
                return null;
            }), null, null).await();
            return null;
        });
    }
}
