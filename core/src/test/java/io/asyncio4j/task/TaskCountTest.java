package io.asyncio4j.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.context.Context;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.ports.CPythonTest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How many tasks deep programs need, and how many of them have to wait for their turn.
class TaskCountTest {
    private static final int BELOW_THE_ROOT = 5 + 25 + 125 + 625;

    private static final class Counting implements TaskFactory {
        private final boolean eager;
        private int made;
        private int doneAtOnce;

        Counting(boolean eager) {
            this.eager = eager;
        }

        @Override
        public <T extends @Nullable Object> Task<T> create(EventLoop loop, Coroutine<T> coroutine,
                @Nullable String name, @Nullable Context context) {
            Task<T> task = eager ? Task.eager(loop, coroutine, name, context)
                    : Task.lazy(loop, coroutine, name, context);
            made++;
            doneAtOnce += task.isDone() ? 1 : 0;
            return task;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @CPythonTest("test_eager_task_factory.BaseTaskCountingTests.test_awaitables_chain")
    void awaitingACoroutineMakesNoTask(boolean eager) throws Exception {
        var counting = new Counting(eager);
        Bodies.program(counting, () -> assertThat(chain(100).await()).isEqualTo(100));
        assertThat(counting.made).isZero();
    }

    private static Coroutine<Integer> chain(int depth) {
        return Coroutine.of(() -> depth == 0 ? 0 : 1 + chain(depth - 1).await());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @CPythonTest("test_eager_task_factory.BaseTaskCountingTests.test_recursive_gather")
    void aTreeOfGathersMakesATaskForEachChild(boolean eager) throws Exception {
        var counting = new Counting(eager);
        Bodies.program(counting, () -> assertThat(gathers(5, 4).await()).isEqualTo(625));
        assertThat(counting.made).isEqualTo(BELOW_THE_ROOT);
        assertThat(counting.doneAtOnce).isEqualTo(eager ? BELOW_THE_ROOT : 0);
    }

    private static Coroutine<Integer> gathers(int width, int depth) {
        return Coroutine.of(() -> {
            if (depth == 0) {
                return 1;
            }
            List<Coroutine<Integer>> children = new ArrayList<>();
            for (int i = 0; i < width; i++) {
                children.add(gathers(width, depth - 1));
            }
            return Gather.gather(children).await().stream().mapToInt(Integer::intValue).sum();
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @CPythonTest("test_eager_task_factory.BaseTaskCountingTests.test_recursive_taskgroups")
    void aTreeOfGroupsMakesATaskForEachChild(boolean eager) throws Exception {
        var counting = new Counting(eager);
        Bodies.program(counting, () -> groups(5, 4).await());
        assertThat(counting.made).isEqualTo(BELOW_THE_ROOT);
        assertThat(counting.doneAtOnce).isEqualTo(eager ? 625 : 0);
    }

    private static Coroutine<Void> groups(int width, int depth) {
        return Coroutine.of(() -> {
            if (depth > 0) {
                Bodies.group(group -> {
                    for (int i = 0; i < width; i++) {
                        group.createTask(groups(width, depth - 1));
                    }
                });
            }
            return null;
        });
    }
}
