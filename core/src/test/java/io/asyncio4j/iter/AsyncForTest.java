package io.asyncio4j.iter;

import static io.asyncio4j.Program.program;
import static io.asyncio4j.Program.tick;
import static io.asyncio4j.iter.AsyncFor.asyncFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.coroutine.AsyncIterator;
import io.asyncio4j.coroutine.StopAsyncIteration;
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
}
