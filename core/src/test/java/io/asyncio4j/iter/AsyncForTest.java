package io.asyncio4j.iter;

import static io.asyncio4j.Program.program;
import static io.asyncio4j.Program.tick;
import static io.asyncio4j.iter.AsyncFor.asyncFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.coroutine.AsyncIterator;
import io.asyncio4j.coroutine.AsyncWith;
import io.asyncio4j.coroutine.StopAsyncIteration;
import io.asyncio4j.coroutine.StopIteration;
import io.asyncio4j.ports.CPythonTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class AsyncForTest {
    private int asked;

    /// Counts to three, waiting an iteration before each number.
    private AsyncIterator<Integer> three() {
        return () -> {
            tick();
            asked++;
            if (asked > 3) {
                throw new StopAsyncIteration();
            }
            return asked;
        };
    }

    @Test
    void statementAwaitsEachItem() throws Exception {
        program(() -> {
            List<Integer> got = new ArrayList<>();
            for (int item : asyncFor(three())) {
                got.add(item);
            }
            assertThat(got).containsExactly(1, 2, 3);
            assertThat(asked).isEqualTo(4);
        });
    }

    @Test
    void eachStatementStartsAnIterationOfItsOwn() throws Exception {
        program(() -> {
            Iterable<Integer> items = asyncFor(() -> {
                asked = 0;
                return three();
            });
            for (int round = 0; round < 2; round++) {
                List<Integer> got = new ArrayList<>();
                items.forEach(got::add);
                assertThat(got).containsExactly(1, 2, 3);
            }
        });
    }

    @Test
    void checkedFailureOfAStepIsTheSameObjectOutside() throws Exception {
        program(() -> {
            IOException failure = new IOException("disk");
            Iterator<Integer> items = asyncFor(() -> (AsyncIterator<Integer>) () -> {
                throw failure;
            }).iterator();
            assertThatThrownBy(items::hasNext).isSameAs(failure);
        });
    }

    @Test
    void endIsAskedForOnce() throws Exception {
        program(() -> {
            Iterator<Integer> items = asyncFor(three()).iterator();
            assertThat(items.next()).isEqualTo(1);
            assertThat(items.hasNext()).isTrue();
            assertThat(items.hasNext()).isTrue();
            assertThat(items.next()).isEqualTo(2);
            assertThat(items.next()).isEqualTo(3);
            assertThat(items.hasNext()).isFalse();
            assertThat(items.hasNext()).isFalse();
            assertThat(asked).isEqualTo(4);
            assertThatThrownBy(items::next).isInstanceOf(NoSuchElementException.class);
        });
    }

    @Test
    @CPythonTest({"test_asyncgen.AsyncGenAsyncioTest.test_async_generator_anext",
            "test_asyncgen.AsyncGenAsyncioTest.test_python_async_iterator_anext",
            "test_asyncgen.AsyncGenAsyncioTest.test_anext_await_raises",
            "test_asyncgen.AsyncGenAsyncioTest.test_anext_iter"})
    void stepMayNameWhatComesAfterTheLast() throws Exception {
        program(() -> {
            AsyncIterator<Integer> numbers = three();
            AsyncGenerator<Integer> generated = AsyncGenerator.of(items -> {
                tick();
                items.yield(1);
            });
            for (int i = 1; i <= 3; i++) {
                assertThat(numbers.anext(-1)).isEqualTo(i);
            }
            assertThat(numbers.anext(-1)).isEqualTo(-1);
            assertThat(generated.anext(-1)).isEqualTo(1);
            assertThat(generated.anext(-1)).isEqualTo(-1);
            assertThat(generated.anext(null)).isNull();
            IOException failure = new IOException("step");
            AsyncIterator<Integer> failing = () -> {
                throw failure;
            };
            assertThatThrownBy(() -> failing.anext(-1)).isSameAs(failure);
        });
    }

    @Test
    @CPythonTest({"test_asyncgen.AsyncGenAsyncioTest.test_async_gen_aiter",
            "test_asyncgen.AsyncGenAsyncioTest.test_async_gen_aiter_class",
            "test_asyncgen.AsyncGenAsyncioTest.test_aiter_idempotent"})
    void iteratorIsItsOwnIterator() {
        AsyncGenerator<Integer> generated = AsyncGenerator.of(items -> items.yield(1));
        assertThat(generated.aiter()).isSameAs(generated).isSameAs(generated.aiter().aiter());
    }

    @Test
    @CPythonTest({"test_coroutines.CoroutineTest.test_for_1", "test_coroutines.CoroutineTest.test_for_6"})
    void statementMayBeLeftOrGoOnEarlyAndStandInsideOthers() throws Exception {
        program(() -> {
            List<Object> log = new ArrayList<>();
            AsyncWith.asyncWith(NullContext.nullContext("scope"), scope -> {
                log.add(scope);
                for (int item : asyncFor(three())) {
                    if (item == 2) {
                        continue;
                    }
                    log.add(item);
                }
            });
            asked = 0;
            for (int item : asyncFor(three())) {
                log.add(item);
                if (item == 2) {
                    break;
                }
            }
            assertThat(log).containsExactly("scope", 1, 3, 1, 2);
            assertThat(asked).isEqualTo(2);
        });
    }

    @Test
    @CPythonTest({"test_coroutines.CoroutineTest.test_for_7", "test_coroutines.CoroutineTest.test_for_8"})
    void failureToBeginAnIterationComesOut() {
        assertThatThrownBy(() -> {
            for (Object item : asyncFor(() -> {
                throw new ArithmeticException("by zero");
            })) {
                asked++;
            }
        }).isInstanceOf(ArithmeticException.class);
        assertThat(asked).isZero();
    }

    @Test
    @CPythonTest({"test_coroutines.CoroutineTest.test_for_tuple",
            "test_coroutines.CoroutineTest.test_for_stop_iteration"})
    void itemsMayBeAnythingAlsoTheEndOfAnother() throws Exception {
        program(() -> {
            List<Object> got = new ArrayList<>();
            List<Object> given = List.of(new StopAsyncIteration(), new StopIteration(42), List.of(42));
            for (Object item : asyncFor(AsyncGenerator.<Object>of(items -> {
                for (Object each : given) {
                    items.yield(each);
                }
            }))) {
                got.add(item);
            }
            assertThat(got).isEqualTo(given);
        });
    }
}
