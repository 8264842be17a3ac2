package io.asyncio4j.iter;

import static io.asyncio4j.Program.program;
import static io.asyncio4j.coroutine.AsyncWith.asyncWith;
import static io.asyncio4j.iter.Aclosing.aclosing;
import static io.asyncio4j.iter.NullContext.nullContext;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.ports.CPythonTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AclosingTest {
    private final List<Object> log = new ArrayList<>();

    private AsyncGenerator<Integer> numbers() {
        return AsyncGenerator.of(y -> {
            try {
                y.yield(-1);
                y.yield(-2);
            } finally {
                log.add("closed");
            }
        });
    }

    @Test
    @CPythonTest({"test_contextlib_async.AclosingTestCase.test_aclosing",
            "test_contextlib_async.AclosingTestCase.test_aclosing_bpo41229"})
    void thingIsClosedAtTheEndOfTheBlock() throws Exception {
        program(() -> {
            AsyncGenerator<Integer> generator = numbers();
            asyncWith(aclosing(generator), same -> {
                assertThat(same).isSameAs(generator);
                assertThat(same.anext()).isEqualTo(-1);
                assertThat(log).isEmpty();
            });
            assertThat(log).containsExactly("closed");
        });
    }

    @Test
    @CPythonTest("test_contextlib_async.AclosingTestCase.test_aclosing_error")
    void thingIsClosedWhenTheBlockFails() throws Exception {
        program(() -> {
            ArithmeticException failure = new ArithmeticException();
            assertThatThrownBy(() -> asyncWith(aclosing(numbers()), generator -> {
                generator.anext();
                throw failure;
            })).isSameAs(failure);
            assertThat(log).containsExactly("closed");
        });
    }

    @Test
    void exitStackIsAThingToClose() throws Exception {
        program(() -> {
            AsyncExitStack stack = new AsyncExitStack();
            stack.callback(() -> log.add("left"));
            asyncWith(aclosing(stack), same -> assertThat(same).isSameAs(stack));
            assertThat(log).containsExactly("left");
        });
    }

    @Test
    @CPythonTest("test_contextlib_async.TestAsyncNullcontext.test_async_nullcontext")
    void nullContextGivesItsValueAndDoesNothing() throws Exception {
        program(() -> {
            Object value = new Object();
            asyncWith(nullContext(value), same -> assertThat(same).isSameAs(value));
            asyncWith(nullContext(), nothing -> assertThat(nothing).isNull());
            ArithmeticException failure = new ArithmeticException();
            assertThatThrownBy(() -> asyncWith(nullContext(), () -> {
                throw failure;
            })).isSameAs(failure);
            try (NullContext<Object> plain = nullContext(value)) {
                assertThat(plain.aenter()).isSameAs(value);
            }
        });
    }
}
