package io.asyncio4j.thread;

import static io.asyncio4j.Program.program;
import static io.asyncio4j.Program.spawn;
import static io.asyncio4j.Program.tick;
import static io.asyncio4j.thread.ToThread.interruptibly;
import static io.asyncio4j.thread.ToThread.toThread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.context.ContextVar;
import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.Gather;
import io.asyncio4j.task.Task;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ToThreadTest {

    @Test
    @CPythonTest({"test_threads.ToThreadTests.test_to_thread",
            "test_threads.ToThreadTests.test_to_thread_once",
            "test_threads.ToThreadTests.test_to_thread_args_kwargs"})
    void callRunsOnceOnAnotherThreadAndGivesItsResult() throws Exception {
        program(() -> {
            AtomicInteger calls = new AtomicInteger();
            Thread loopThread = Thread.currentThread();
            assertThat(toThread(() -> {
                calls.incrementAndGet();
                return Thread.currentThread();
            }).await()).isNotSameAs(loopThread).satisfies(thread -> {
                assertThat(thread.getName()).matches("asyncio_\\d+");
                assertThat(thread.isDaemon()).isTrue();
            });
            assertThat(calls).hasValue(1);
        });
    }

    @Test
    @CPythonTest("test_threads.ToThreadTests.test_to_thread_exception")
    void failureOfTheCallComesOutAsTheSameObject() throws Exception {
        program(() -> {
            IOException failure = new IOException("test");
            assertThatThrownBy(() -> toThread(() -> {
                throw failure;
            }).await()).isSameAs(failure);
        });
    }

    @Test
    @CPythonTest("test_threads.ToThreadTests.test_to_thread_concurrent")
    void manyCallsAllRun() throws Exception {
        program(() -> {
            AtomicInteger calls = new AtomicInteger();
            List<Awaitable<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                all.add(toThread(calls::incrementAndGet));
            }
            assertThat(calls).as("nothing runs before it is awaited").hasValue(0);
            Gather.gather(all).await();
            assertThat(calls).hasValue(100);
        });
    }

    @Test
    @CPythonTest("test_threads.ToThreadTests.test_to_thread_contextvars")
    void callSeesACopyOfTheContext() throws Exception {
        program(() -> {
            ContextVar<String> bird = ContextVar.of("bird");
            bird.set("parrot");
            assertThat(toThread(() -> {
                String seen = bird.get();
                bird.set("dead parrot");
                return seen;
            }).await()).isEqualTo("parrot");
            assertThat(bird.get()).isEqualTo("parrot");
            assertThat(interruptibly(bird::get).await()).isEqualTo("parrot");
        });
    }

    @Test
    void cancelledAwaitDoesNotStopTheCall() throws Exception {
        program(() -> {
            CountDownLatch began = new CountDownLatch(1);
            CountDownLatch mayEnd = new CountDownLatch(1);
            Future<Boolean> ended = new Future<>();
            EventLoop loop = EventLoop.running();
            Task<Void> task = spawn(toThread(() -> {
                began.countDown();
                mayEnd.await();
                loop.callSoonThreadsafe(() -> ended.setResult(Thread.currentThread().isInterrupted()));
                return null;
            }));
            tick();
            began.await();
            task.cancel();
            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class);
            mayEnd.countDown();
            assertThat(ended.await()).isFalse();
        });
    }

    @Test
    void interruptibleCallGivesItsResultOrFailure() throws Exception {
        program(() -> {
            assertThat(interruptibly(() -> Thread.currentThread().isVirtual()).await()).isTrue();
            IOException failure = new IOException("test");
            assertThatThrownBy(() -> interruptibly(() -> {
                throw failure;
            }).await()).isSameAs(failure);
        });
    }

    /// A call that blocks until it is interrupted, and then does `after`.
    private static Task<Object> blocked(Awaitable<Object> after) throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        Task<Object> task = spawn(interruptibly(() -> {
            began.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException interrupted) {
                return after.await();
            }
            return "cannot happen";
        }));
        tick();
        began.await();
        return task;
    }

    @Test
    void cancellationInterruptsAnInterruptibleCallAndWaitsForIt() throws Exception {
        program(() -> {
            List<String> log = new ArrayList<>();
            Task<Object> task = blocked(() -> {
                log.add("cleaned up");
                throw new InterruptedException();
            });
            task.cancel("enough");
            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class).hasMessage("enough");
            assertThat(log).containsExactly("cleaned up");
        });
    }

    @Test
    void cancellationWinsOverAResultThatComesAfterTheInterrupt() throws Exception {
        program(() -> {
            Task<Object> task = blocked(() -> "late");
            task.cancel();
            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class);
        });
    }

    @Test
    void failureInTheCleanupAfterTheInterruptReplacesTheCancellation() throws Exception {
        program(() -> {
            IOException failure = new IOException("cleanup");
            Task<Object> task = blocked(() -> {
                throw failure;
            });
            task.cancel();
            assertThatThrownBy(task::await).isSameAs(failure);
            assertThat(task.isCancelled()).isFalse();
        });
    }

    @Test
    void channelClosedByTheInterruptCountsAsCancelled() throws Exception {
        program(() -> {
            Pipe pipe = Pipe.open();
            CountDownLatch began = new CountDownLatch(1);
            Task<Integer> task = spawn(interruptibly(() -> {
                began.countDown();
                return pipe.source().read(ByteBuffer.allocate(1));
            }));
            tick();
            began.await();
            task.cancel();
            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class);
            assertThat(pipe.source().isOpen()).isFalse();
            pipe.sink().close();
        });
    }

    @Test
    void secondCancellationDoesNotWaitForADeafCall() throws Exception {
        program(() -> {
            CountDownLatch mayEnd = new CountDownLatch(1);
            Task<Object> task = blocked(() -> {
                mayEnd.await();
                return null;
            });
            task.cancel("first");
            tick(3);
            assertThat(task.isDone()).isFalse();
            task.cancel("second");
            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class).hasMessage("second");
            mayEnd.countDown();
        });
    }
}
