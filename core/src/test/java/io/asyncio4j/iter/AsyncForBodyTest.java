package io.asyncio4j.iter;

import static io.asyncio4j.Program.go;
import static io.asyncio4j.Program.program;
import static io.asyncio4j.Program.tick;
import static io.asyncio4j.iter.AsyncFor.asyncFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.context.ContextVar;
import io.asyncio4j.coroutine.AsyncConsumer;
import io.asyncio4j.coroutine.GeneratorExit;
import io.asyncio4j.coroutine.StopAsyncIteration;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `asyncFor` with its body as a function, which a generator runs on its own stack.
class AsyncForBodyTest {
    private final List<Object> log = new ArrayList<>();

    /// Gives three numbers, with an iteration before each and a note at its end.
    private AsyncGenerator<Integer> three() {
        return AsyncGenerator.of(items -> {
            try {
                for (int i = 1; i <= 3; i++) {
                    tick();
                    log.add("made " + i);
                    Object sent = items.yield(i);
                    assertThat(sent).isNull();
                }
            } finally {
                tick();
                log.add("end");
            }
        });
    }

    private static void take(List<Object> log, Object item) throws Exception {
        log.add("got " + item);
        tick();
        log.add("used " + item);
    }

    /// What happens, with the iterations of another task among it.
    private List<Object> traceOf(AsyncConsumer<AsyncGenerator<Integer>> loop) throws Exception {
        log.clear();
        program(() -> {
            Task<Void> other = go(() -> {
                for (int i = 0; i < 10; i++) {
                    log.add(i);
                    tick();
                }
            });
            loop.accept(three());
            log.add("after");
            other.await();
        });
        return List.copyOf(log);
    }

    @Test
    void aBodyTakesTheSameIterationsAsAStatement() throws Exception {
        List<Object> statement = traceOf(items -> {
            for (int item : asyncFor(items)) {
                take(log, item);
            }
        });
        assertThat(statement).contains("made 3", "used 3", "end", "after", 9);
        assertThat(traceOf(items -> asyncFor(items, item -> take(log, item)))).isEqualTo(statement);
    }

    @Test
    void aBodyThatFailsLeavesTheGeneratorAtItsYield() throws Exception {
        program(() -> {
            IOException failure = new IOException("body");
            AsyncGenerator<Integer> numbers = three();
            assertThatThrownBy(() -> asyncFor(numbers, item -> {
                if (item == 2) {
                    throw failure;
                }
            })).isSameAs(failure);
            assertThat(numbers.isRunning()).isFalse();
            assertThat(log).containsExactly("made 1", "made 2");
            asyncFor(numbers, log::add);
            asyncFor(numbers, log::add);
            assertThat(log).containsExactly("made 1", "made 2", "made 3", 3, "end");
        });
    }

    @Test
    void aGeneratorCanBeClosedAfterABodyHasFailed() throws Exception {
        program(() -> {
            AsyncGenerator<Integer> numbers = three();
            assertThatThrownBy(() -> asyncFor(numbers, _ -> {
                throw new StopAsyncIteration();
            })).isInstanceOf(StopAsyncIteration.class);
            numbers.aclose().await();
            assertThat(log).containsExactly("made 1", "end");
            assertThatThrownBy(numbers::anext).isInstanceOf(StopAsyncIteration.class);
        });
    }

    @Test
    void aLentGeneratorCountsAsRunning() throws Exception {
        program(() -> {
            AsyncGenerator<Integer> numbers = three();
            asyncFor(numbers, _ -> {
                assertThat(numbers.isRunning()).isTrue();
                assertThatIllegalStateException().isThrownBy(numbers::anext)
                        .withMessageContaining("anext failed: asynchronous generator is already running");
                assertThatIllegalStateException().isThrownBy(() -> asyncFor(numbers, log::add))
                        .withMessageContaining("asyncFor failed: asynchronous generator is already running");
                assertThatIllegalStateException().isThrownBy(() -> numbers.aclose().await());
            });
            assertThat(log).containsExactly("made 1", "made 2", "made 3", "end");
        });
    }

    @Test
    void aCancellationInTheBodyIsTheBodysAndNotTheGenerators() throws Exception {
        program(() -> {
            AsyncGenerator<Integer> numbers = three();
            Task<Void> task = go(() -> asyncFor(numbers, item -> {
                try {
                    tick(100);
                } catch (CancelledError cancelled) {
                    log.add("cancelled at " + item);
                    throw cancelled;
                }
            }));
            tick(5);
            assertThat(task.getStack()).extracting(StackTraceElement::getMethodName)
                    .anyMatch(name -> name.contains("aCancellationInTheBody"));
            task.cancel();
            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class);
            assertThat(log).containsExactly("made 1", "cancelled at 1");
            assertThat(numbers.anext()).isEqualTo(2);
        });
    }

    @Test
    void aCancellationInTheGeneratorGoesThroughIt() throws Exception {
        program(() -> {
            Task<Void> task = go(() -> asyncFor(AsyncGenerator.<Integer>of(items -> {
                items.yield(1);
                try {
                    tick(100);
                } finally {
                    log.add("cleaned up");
                }
            }), log::add));
            tick(5);
            task.cancel();
            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class);
            assertThat(log).containsExactly(1, "cleaned up");
        });
    }

    @Test
    void aBodyMayYieldFromTheGeneratorAroundIt() throws Exception {
        program(() -> {
            AsyncGenerator<Integer> doubled = AsyncGenerator.of(out -> asyncFor(three(), item -> {
                log.add("sent " + out.yield(2 * item));
            }));
            assertThat(doubled.anext()).isEqualTo(2);
            assertThat(doubled.asend("x").await()).isEqualTo(4);
            asyncFor(doubled, log::add);
            assertThat(log).containsExactly("made 1", "sent x", "made 2", "sent null", "made 3", 6, "sent null", "end");
        });
    }

    @Test
    void closingTheGeneratorAroundABodyEndsTheBodyAtItsYield() throws Exception {
        program(() -> {
            AsyncGenerator<Integer> inner = three();
            AsyncGenerator<Integer> outer = AsyncGenerator.of(out -> asyncFor(inner, item -> {
                try {
                    out.yield(item);
                } catch (GeneratorExit exit) {
                    log.add("closed");
                    throw exit;
                }
            }));
            assertThat(outer.anext()).isEqualTo(1);
            outer.aclose().await();
            assertThat(log).containsExactly("made 1", "closed");
            assertThat(inner.anext()).isEqualTo(2);
        });
    }

    @Test
    void aFailureOfTheGeneratorComesOut() throws Exception {
        program(() -> {
            IOException failure = new IOException("generator");
            assertThatThrownBy(() -> asyncFor(AsyncGenerator.<Integer>of(items -> {
                items.yield(1);
                throw failure;
            }), log::add)).isSameAs(failure);
            assertThat(log).containsExactly(1);
        });
    }

    @Test
    void bodyAndGeneratorShareTheTasksContext() throws Exception {
        ContextVar<String> variable = ContextVar.withDefault("variable", "nobody's");
        program(() -> {
            asyncFor(AsyncGenerator.<Integer>of(items -> {
                variable.set("generator's");
                items.yield(1);
                log.add(variable.get());
            }), _ -> {
                log.add(variable.get());
                variable.set("body's");
            });
            assertThat(log).containsExactly("generator's", "body's");
            assertThat(variable.get()).isEqualTo("body's");
        });
    }

    @Test
    void anyAsyncIterableWillDo() throws Exception {
        program(() -> {
            int[] next = {0};
            asyncFor(() -> () -> {
                tick();
                if (next[0] == 2) {
                    throw new StopAsyncIteration();
                }
                return next[0]++;
            }, item -> take(log, item));
            assertThat(log).containsExactly("got 0", "used 0", "got 1", "used 1");
        });
    }
}
