package io.asyncio4j.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.Host;
import io.asyncio4j.loop.spi.IoDriver;
import io.asyncio4j.loop.spi.ParkingDriver;
import io.asyncio4j.runner.Run;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.Gather;
import io.asyncio4j.task.RunUntilComplete;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.task.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a program sees of the thread on which the loop does something, whichever coroutine control comes from.
class RelayingTest {
    private final Thread here = Thread.currentThread();
    private final Set<Thread> callbacks = new HashSet<>();
    private final List<String> log = new ArrayList<>();

    private Coroutine<Void> busy(int steps) {
        return Coroutine.of(() -> {
            for (int i = 0; i < steps; i++) {
                Sleep.sleep(0).await();
            }
            return null;
        });
    }

    @Test
    void everyCallbackRunsOnTheLoopsThread() throws Exception {
        Run.run(() -> {
            EventLoop loop = EventLoop.running();
            Task<Void> other = Task.create(busy(20));
            other.addDoneCallback(_ -> callbacks.add(Thread.currentThread()));
            Future<Integer> timed = new Future<>();
            loop.callLater(0.001, () -> {
                callbacks.add(Thread.currentThread());
                timed.setResult(1);
            });
            for (int i = 0; i < 10; i++) {
                loop.callSoon(() -> callbacks.add(Thread.currentThread()));
                loop.callSoonThreadsafe(() -> callbacks.add(Thread.currentThread()));
                Sleep.sleep(0).await();
            }
            other.await();
            return timed.await();
        });
        assertThat(callbacks).containsExactly(here);
    }

    @Test
    void callbacksAndStepsOfTasksRunInTheOrderInWhichTheyWereScheduled() throws Exception {
        Run.run(() -> {
            EventLoop loop = EventLoop.running();
            for (int i = 0; i < 3; i++) {
                String name = "task " + i;
                Task.create(Coroutine.of(() -> {
                    log.add(name);
                    loop.callSoon(() -> log.add("callback of " + name));
                    Sleep.sleep(0).await();
                    log.add(name + " again");
                    return null;
                }));
                loop.callSoon(() -> log.add("after " + name));
            }
            return busy(4).await();
        });
        assertThat(log).containsExactly("task 0", "after task 0", "task 1", "after task 1", "task 2", "after task 2",
                "callback of task 0", "task 0 again", "callback of task 1", "task 1 again", "callback of task 2",
                "task 2 again");
    }

    @Test
    void theDriverIsPolledOnTheLoopsThreadOnly() throws Exception {
        Set<Thread> polling = new HashSet<>();
        Run.run(() -> Gather.gather(List.of(busy(10), busy(10))).await(), null,
                () -> new EventLoop(LoopOptions.defaults().withDriver(() -> noting(polling))));
        assertThat(polling).containsExactly(here);
    }

    private static IoDriver noting(Set<Thread> polling) {
        ParkingDriver real = new ParkingDriver();
        return new IoDriver() {
            @Override
            public void poll(long nanos) {
                polling.add(Thread.currentThread());
                real.poll(nanos);
            }

            @Override
            public void wakeup() {
                real.wakeup();
            }

            @Override
            public void close() {
                real.close();
            }
        };
    }

    @Test
    void whatLeavesTheLoopFromOneOfManyTasksLeavesItOnItsThread() {
        assertThatThrownBy(() -> Run.run(() -> {
            Task<Void> other = Task.create(busy(100));
            Task.create(Coroutine.of(() -> {
                busy(3).await();
                throw new SystemExit(7);
            }));
            return other.await();
        })).isInstanceOf(SystemExit.class);
        assertThat(Host.current().loop()).isNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void debugModeMayBeSwitchedWhileTasksGiveControlToEachOther(boolean first) throws Exception {
        int sum = Run.run(() -> {
            Task<Void> other = Task.create(busy(30));
            for (int i = 0; i < 10; i++) {
                EventLoop.running().setDebug(i % 2 == 0);
                Sleep.sleep(0).await();
                log.add("step");
            }
            other.await();
            return log.size();
        }, first);
        assertThat(sum).isEqualTo(10);
    }

    @Test
    void anInterruptOfACoroutinesThreadIsStillThereAfterAnAwait() throws Exception {
        boolean there = Run.run(() -> {
            Task<Void> other = Task.create(busy(5));
            Thread.currentThread().interrupt();
            Sleep.sleep(0).await();
            boolean interrupted = Thread.interrupted();
            other.await();
            return interrupted;
        });
        assertThat(there).isTrue();
    }

    @Test
    void theThreadsOfCoroutinesEndWithTheRun() throws Exception {
        Set<Thread> used = new HashSet<>();
        Run.run(() -> {
            for (int round = 0; round < 3; round++) {
                List<Task<Void>> tasks = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    tasks.add(Task.create(Coroutine.of(() -> {
                        used.add(Thread.currentThread());
                        return busy(2).await();
                    })));
                }
                Gather.gather(tasks).await();
            }
            return null;
        });
        used.remove(here);
        for (Thread thread : used) {
            thread.join();
        }
        assertThat(used).noneMatch(Thread::isAlive);
    }

    @Test
    void aLoopGoesOnWithItsTasksOnAnotherThread() throws Exception {
        try (EventLoop loop = new EventLoop()) {
            Task<Void> task = Task.create(loop, busy(6), null, null);
            loop.callSoon(loop::stop);
            loop.runForever();
            assertThat(task.isDone()).isFalse();
            Thread other = Thread.ofPlatform().start(() -> {
                try {
                    RunUntilComplete.runUntilComplete(loop, task);
                    log.add("done");
                } catch (Exception failed) {
                    log.add(failed.toString());
                }
            });
            other.join();
        }
        assertThat(log).containsExactly("done");
    }
}
