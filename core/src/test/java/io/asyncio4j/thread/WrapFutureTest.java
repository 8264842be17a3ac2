package io.asyncio4j.thread;

import static io.asyncio4j.Program.program;
import static io.asyncio4j.Program.spawn;
import static io.asyncio4j.Program.tick;
import static io.asyncio4j.thread.WrapFuture.toCompletableFuture;
import static io.asyncio4j.thread.WrapFuture.wrapFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.VirtualTime;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.RunUntilComplete;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.task.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class WrapFutureTest {

    @Test
    @CPythonTest({"test_futures.BaseFutureTests.test_wrap_future",
            "test_futures.BaseFutureTests.test_wrap_future_use_global_loop"})
    void resultComesFromAnotherThread() throws Exception {
        EventLoop loop = new EventLoop();
        try {
            CompletableFuture<String> outside = new CompletableFuture<>();
            List<Thread> completedOn = new ArrayList<>();
            String result = RunUntilComplete.runUntilComplete(loop, () -> {
                Future<String> wrapped = wrapFuture(outside);
                wrapped.addDoneCallback(done -> completedOn.add(Thread.currentThread()));
                assertThat(wrapped.getLoop()).isSameAs(loop);
                Thread.ofVirtual().start(() -> outside.complete("oi"));
                return wrapped.await();
            });
            assertThat(result).isEqualTo("oi");
            assertThat(completedOn).containsExactly(Thread.currentThread());
        } finally {
            loop.close();
        }
    }

    @Test
    void completionOnTheLoopArrivesAtOnce() throws Exception {
        program(() -> {
            CompletableFuture<Integer> outside = new CompletableFuture<>();
            Future<Integer> wrapped = wrapFuture(outside);
            outside.complete(1);
            assertThat(wrapped.result()).isEqualTo(1);
            assertThat(wrapFuture(CompletableFuture.completedStage(2)).await()).isEqualTo(2);
        });
    }

    @Test
    void failureArrivesAsItIs() throws Exception {
        program(() -> {
            IOException failure = new IOException("disk");
            CompletableFuture<Integer> outside = new CompletableFuture<>();
            CompletionStage<Integer> dependent = outside.thenApply(value -> value + 1);
            outside.completeExceptionally(failure);
            Future<Integer> first = wrapFuture(outside);
            Future<Integer> second = wrapFuture(dependent);
            assertThatThrownBy(first::await).isSameAs(failure);
            assertThatThrownBy(second::await).as("without its CompletionException").isSameAs(failure);
        });
    }

    @Test
    @CPythonTest("test_futures.BaseFutureTests.test_wrap_future_cancel")
    void cancellingTheWrapperCancelsTheStage() throws Exception {
        program(() -> {
            CompletableFuture<Integer> outside = new CompletableFuture<>();
            Future<Integer> wrapped = wrapFuture(outside);
            wrapped.cancel();
            tick();
            assertThat(outside.isCancelled()).isTrue();
        });
    }

    @Test
    @CPythonTest("test_futures.BaseFutureTests.test_wrap_future_cancel2")
    void resultSetBeforeTheCancellationStays() throws Exception {
        EventLoop loop = new EventLoop();
        try {
            CompletableFuture<Integer> outside = new CompletableFuture<>();
            Future<Integer> wrapped = wrapFuture(outside, loop);
            outside.complete(42);
            wrapped.cancel();
            RunUntilComplete.runUntilComplete(loop, Sleep.sleep(0));
            assertThat(outside.get()).isEqualTo(42);
            assertThat(wrapped.isCancelled()).isTrue();
        } finally {
            loop.close();
        }
    }

    @Test
    void cancelledStageCancelsTheWrapper() throws Exception {
        program(() -> {
            CompletableFuture<Integer> outside = new CompletableFuture<>();
            Future<Integer> wrapped = wrapFuture(outside);
            outside.cancel(true);
            assertThatThrownBy(wrapped::await).isInstanceOf(CancelledError.class);
            assertThat(wrapped.isCancelled()).isTrue();
        });
    }

    @Test
    void outcomeForAClosedLoopIsDropped() {
        EventLoop loop = VirtualTime.newLoop();
        CompletableFuture<Integer> outside = new CompletableFuture<>();
        Future<Integer> wrapped = wrapFuture(outside, loop);
        loop.close();
        assertThat(outside.complete(1)).isTrue();
        assertThat(wrapped.isDone()).isFalse();
    }

    @Test
    void waitingForAStageDoesNotStopVirtualTime() throws Exception {
        program(() -> {
            CompletableFuture<Integer> outside = new CompletableFuture<>();
            EventLoop.running().callLater(10, () -> outside.complete(1));
            assertThat(wrapFuture(outside).await()).isEqualTo(1);
            assertThat(EventLoop.running().time()).isGreaterThanOrEqualTo(10);
        });
    }

    // ---- the other way

    @Test
    void outcomesGoOut() throws Exception {
        program(() -> {
            Future<Integer> good = new Future<>();
            Future<Integer> bad = new Future<>();
            Future<Integer> gone = new Future<>();
            CompletableFuture<Integer> goodOutside = toCompletableFuture(good);
            CompletableFuture<Integer> badOutside = toCompletableFuture(bad);
            CompletableFuture<Integer> goneOutside = toCompletableFuture(gone);
            IOException failure = new IOException("disk");
            good.setResult(1);
            bad.setException(failure);
            gone.cancel();
            assertThat(goodOutside).isNotDone();
            tick();
            assertThat(goodOutside).isCompletedWithValue(1);
            assertThatThrownBy(badOutside::get).isInstanceOf(ExecutionException.class).cause()
                    .isSameAs(failure);
            assertThat(goneOutside).isCancelled();
        });
    }

    @Test
    void cancellationOutsideCancelsTheTask() throws Exception {
        program(() -> {
            Task<Object> task = spawn(() -> new Future<>().await());
            CompletableFuture<Object> outside = toCompletableFuture(task);
            tick();
            assertThat(outside.cancel(false)).isTrue();
            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class);
        });
    }
}
