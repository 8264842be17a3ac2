package io.asyncio4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.LoopTest;
import io.asyncio4j.VirtualTime;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.StopIteration;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.runner.Policies;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FutureTest extends LoopTest {
    private final Future<String> future = new Future<>(loop);

    @Test
    void awaitingItOutsideACoroutineIsRefusedInThoseWordsAndLeavesItToBeAwaited() throws Exception {
        Future<String> future = new Future<>(loop);
        assertThatThrownBy(future::await).isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("await called outside a coroutine (thread ");
        loop.callSoon(() -> loop.callSoon(() -> future.setResult("x")));
        assertThat(complete(future::await)).isEqualTo("x");
    }

    @Test
    @CPythonTest("test_futures.BaseFutureTests.test_initial_state")
    void aNewFutureIsNeitherDoneNorCancelled() {
        assertThat(future.isDone()).isFalse();
        assertThat(future.isCancelled()).isFalse();
        assertThat(future.getLoop()).isSameAs(loop);
        future.cancel();
        assertThat(future.isCancelled()).isTrue();
    }

    @Test
    @CPythonTest("test_futures.BaseFutureTests.test_constructor_without_loop")
    void withoutAnyLoopThereIsNoFuture() {
        assertThatThrownBy(Future::new).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no running event loop");
    }

    @Test
    @CPythonTest("test_futures.BaseFutureTests.test_constructor_use_running_loop")
    void aFutureBelongsToTheRunningLoop() throws Exception {
        assertThat(complete(() -> new Future<>()).getLoop()).isSameAs(loop);
    }

    @Test
    @CPythonTest("test_futures.BaseFutureTests.test_constructor_use_global_loop")
    void whenNoLoopRunsAFutureBelongsToTheThreadsCurrentLoop() {
        Policies.setEventLoop(loop);
        try {
            assertThat(new Future<>().getLoop()).isSameAs(loop);
        } finally {
            Policies.setEventLoop(null);
        }
        assertThatThrownBy(Future::new).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @CPythonTest("test_futures.BaseFutureTests.test_cancel")
    void aCancelledFutureStaysCancelled() {
        assertThat(future.cancel()).isTrue();
        assertThat(future.isCancelled()).isTrue();
        assertThat(future.isDone()).isTrue();
        assertThatThrownBy(future::result).isInstanceOf(CancelledError.class);
        assertThatThrownBy(future::exception).isInstanceOf(CancelledError.class);
        assertThatThrownBy(() -> future.setResult("late")).isInstanceOf(InvalidStateException.class);
        assertThatThrownBy(() -> future.setException(new IOException("late")))
                .isInstanceOf(InvalidStateException.class);
        assertThat(future.cancel()).isFalse();
    }

    @Test
    @CPythonTest("test_futures.BaseFutureTests.test_result")
    void aResultIsSetOnce() throws Exception {
        assertThatThrownBy(future::result).isInstanceOf(InvalidStateException.class);
        future.setResult("here");
        assertThat(future.isDone()).isTrue();
        assertThat(future.isCancelled()).isFalse();
        assertThat(future.result()).isEqualTo("here");
        assertThat(future.exception()).isNull();
        assertThatThrownBy(() -> future.setResult("again")).isInstanceOf(InvalidStateException.class);
        assertThatThrownBy(() -> future.setException(new IOException("again")))
                .isInstanceOf(InvalidStateException.class);
        assertThat(future.cancel()).isFalse();
        assertThat(future.result()).isEqualTo("here");
    }

    @Test
    @CPythonTest({"test_futures.BaseFutureTests.test_exception", "test_tasks.BaseTaskTests.test_exception_traceback"})
    void aFailureIsThrownAsTheSameObjectWithItsOwnTrace() {
        IOException failure = new IOException("no such thing");
        StackTraceElement[] trace = failure.getStackTrace();
        assertThatThrownBy(future::exception).isInstanceOf(InvalidStateException.class);
        future.setException(failure);
        assertThat(future.isDone()).isTrue();
        assertThat(future.isCancelled()).isFalse();
        assertThat(future.exception()).isSameAs(failure);
        assertThatThrownBy(future::result).isSameAs(failure);
        assertThat(failure.getStackTrace()).isNotEmpty().isEqualTo(trace);
        assertThatThrownBy(() -> future.setException(failure)).isInstanceOf(InvalidStateException.class);
        assertThat(future.cancel()).isFalse();
    }

    @Test
    @CPythonTest("test_futures2.FutureTests.test_future_traceback")
    void aFailureDoesNotGrowWhenItIsAwaitedAgain() throws Exception {
        Task<Void> failing = task(Bodies.failing(new IOException("once")));
        complete(() -> {
            int frames = -1;
            for (int i = 0; i < 5; i++) {
                Throwable thrown = Bodies.failureOf(failing);
                assertThat(thrown).isInstanceOf(IOException.class).hasNoSuppressedExceptions();
                assertThat(frames == -1 || frames == thrown.getStackTrace().length).isTrue();
                frames = thrown.getStackTrace().length;
            }
            return null;
        });
    }

    @Test
    @CPythonTest({"test_futures.BaseFutureTests.test_stop_iteration_exception",
            "test_futures.BaseFutureTests.test_stop_iteration_subclass_exception"})
    void stopIterationIsNotAFailureButACause() {
        StopIteration stop = new StopIteration("x");
        future.setException(stop);
        assertThat(future.exception()).isInstanceOf(IllegalStateException.class).hasCause(stop)
                .hasMessageContaining("StopIteration").hasMessageContaining("cannot be raised into a Future");
        assertThatThrownBy(future::result).isSameAs(future.exception());
    }

    @Test
    @CPythonTest("test_futures.BaseFutureTests.test_future_cancel_message_getter")
    void theMessageOfACancellationReachesWhoeverAwaits() {
        assertThat(future.cancelMessage()).isNull();
        future.cancel("enough");
        assertThat(future.cancelMessage()).isEqualTo("enough");
        assertThatThrownBy(() -> complete(future)).isInstanceOfSatisfying(CancelledError.class,
                error -> assertThat(error.message()).isEqualTo("enough"));
    }

    @Test
    void everyWaiterOfACancelledFutureGetsAnErrorOfItsOwnWithTheMessage() {
        future.cancel("enough");
        assertThatThrownBy(future::result).hasMessage("enough");
        Throwable second = Bodies.failureOf(() -> future.result());
        assertThat(second).hasMessage("enough").isNotSameAs(Bodies.failureOf(() -> future.result()));
    }

    @Test
    @CPythonTest({"test_futures.BaseFutureTests.test_yield_from_twice",
            "test_futures.BaseFutureTests.test_future_stop_iteration_args"})
    void awaitingByHandYieldsTheFutureOnlyWhileItIsPending() throws Exception {
        Coroutine<List<String>> program = Coroutine.of(() -> {
            Coroutine.yield("first");
            String once = future.await();
            Coroutine.yield("second");
            return List.of(once, future.await());
        });
        assertThat(program.send(null)).isEqualTo("first");
        assertThat(program.send(null)).isSameAs(future);
        future.setResult("r");
        assertThat(program.send(null)).isEqualTo("second");
        assertThatThrownBy(() -> program.send(null)).isInstanceOfSatisfying(StopIteration.class,
                stop -> assertThat(stop.value()).isEqualTo(List.of("r", "r")));
    }

    @Test
    @CPythonTest("test_futures.BaseFutureTests.test_iter")
    void resumingAnAwaitByHandBeforeTheFutureIsDoneIsAnError() throws Exception {
        Coroutine<String> program = Coroutine.of(future);
        assertThat(program.send(null)).isSameAs(future);
        assertThatThrownBy(() -> program.send(null)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("resumed before its future was done");
    }

    @Test
    @CPythonTest("test_futures.BaseFutureTests.test_future_iter_throw")
    void whatIsRaisedIntoAnAwaitByHandComesOutAsItIs() throws Exception {
        Coroutine<String> program = Coroutine.of(future);
        program.send(null);
        Exception zebra = new Exception("zebra");
        assertThatThrownBy(() -> program.raise(zebra)).isSameAs(zebra);
        assertThat(future.isDone()).isFalse();
    }

    @Test
    @CPythonTest("test_futures.BaseFutureTests.test_isfuture")
    void onlyFuturesAndTasksAreFutures() throws Exception {
        assertThat((Object) future).isInstanceOf(Future.class);
        assertThat((Object) task(() -> null)).isInstanceOf(Future.class);
        assertThat((Object) Coroutine.of(() -> null)).isNotInstanceOf(Future.class);
        iterate(2);
    }

    @Test
    @CPythonTest("test_tasks.GenericTaskTests.test_future_subclass")
    void aTaskIsAFuture() {
        assertThat(Future.class).isAssignableFrom(Task.class);
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_step_result_future")
    void aTaskThatAwaitsAFutureEndsOneIterationAfterIt() throws Exception {
        Task<String> waiting = task(() -> "got " + future.await());
        iterate();
        future.setResult("it");
        assertThat(waiting.isDone()).isFalse();
        iterate();
        assertThat(waiting.result()).isEqualTo("got it");
    }

    @Test
    void aFutureOfOneLoopCannotBeAwaitedInAnother() throws Exception {
        EventLoop other = VirtualTime.newLoop();
        try {
            Future<String> foreign = new Future<>(other);
            assertThatThrownBy(() -> complete(() -> foreign.await())).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("attached to a different loop");
        } finally {
            other.close();
        }
    }
}
