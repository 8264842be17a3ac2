package io.asyncio4j;

import static io.asyncio4j.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.context.Context;
import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.task.TaskGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/// Whatever takes an awaitable or a call takes a body without a result too.
class BodiesWithoutResultTest {
    private final List<String> done = new ArrayList<>();

    private void work(String name) throws Exception {
        await(sleep(0));
        done.add(name);
    }

    private synchronized void note(String name) {
        done.add(name);
    }

    @Test
    void awaitingThem() throws Exception {
        run(() -> {
            await(gather(() -> work("gather 1"), () -> work("gather 2")));
            await(waitFor(() -> work("waitFor"), 10));
            await(waitFor(() -> work("limit"), Duration.ofSeconds(10)));
            await(shield(() -> work("shield")));
            await(createTask(() -> work(currentTask().getName()), "named", Context.copyContext()));
            asyncWith(new TaskGroup(), group -> group.createTask(() -> work(currentTask().getName()), "of a group"));
            assertThat(await(gather())).isEmpty();
        });
        assertThat(done).containsExactly("gather 1", "gather 2", "waitFor", "limit", "shield", "named", "of a group");
    }

    @Test
    void onThreads() throws Exception {
        AsyncAction failing = () -> {
            throw new IOException("on a thread");
        };
        run(() -> {
            await(toThread(() -> note("toThread")));
            await(interruptibly(() -> note("interruptibly")));
            await(runInExecutor(null, () -> note("runInExecutor")));
            var loop = getRunningLoop();
            await(toThread(() -> {
                runCoroutineThreadsafe(() -> work("from a thread"), loop).get();
            }));
            assertThatThrownBy(() -> await(toThread(failing))).isInstanceOf(IOException.class);
        });
        assertThat(done).containsExactly("toThread", "interruptibly", "runInExecutor", "from a thread");
    }

    @Test
    void failuresAndLimitsAreThoseOfTheBody() throws Exception {
        run(() -> {
            assertThatThrownBy(() -> await(waitFor(() -> await(sleep(10)), 0.001)))
                    .isInstanceOf(TimeoutException.class);
            assertThatThrownBy(() -> await(gather(() -> work("first"), () -> {
                throw new IOException("second");
            }))).isInstanceOf(IOException.class);
        });
    }
}
