package io.asyncio4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Iterations;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.Host;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.LoopOptions;
import io.asyncio4j.loop.spi.Clock;
import io.asyncio4j.loop.spi.IoDriver;
import io.asyncio4j.loop.spi.ParkingDriver;
import io.asyncio4j.loop.spi.TimedStep;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// `sleep(0)` of a task while nothing else is scheduled goes on without going back to the loop. Nobody may be able to tell.
class YieldToNobodyTest {
    private final List<String> log = new ArrayList<>();
    private final Driver driver = new Driver();
    private final EventLoop loop =
            new EventLoop(LoopOptions.defaults().withClock(driver).withDriver(() -> driver));

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    private void run(Coroutine<?> main) throws Exception {
        RunUntilComplete.runUntilComplete(loop, main);
    }

    private static void tick() throws Exception {
        Sleep.sleep(0).await();
    }

    @Test
    void itDoesNotGoBackToTheLoop() throws Exception {
        run(Coroutine.of(() -> {
            driver.polls = 0;
            for (int i = 0; i < 100; i++) {
                tick();
            }
            assertThat(driver.polls).isZero();
            assertThat(driver.tries).isEqualTo(100);
            return null;
        }));
    }

    @Test
    void itGoesBackForDriversThatMustBeAskedOnTheLoopsThread() throws Exception {
        driver.anywhere = false;
        run(Coroutine.of(() -> {
            driver.polls = 0;
            tick();
            tick();
            assertThat(driver.polls).isEqualTo(2);
            return null;
        }));
    }

    @Test
    void itIsAnIteration() throws Exception {
        Iterations iterations = new Iterations();
        try (EventLoop counting = iterations.loop) {
            RunUntilComplete.runUntilComplete(counting, Coroutine.of(() -> {
                iterations.start();
                tick();
                tick();
                iterations.mark("resumes");
                return null;
            }));
        }
        assertThat(iterations.marks()).containsExactly("resumes +2");
    }

    @Test
    void whatIsDueByThenRunsAfterTheStepThatGoesOn() throws Exception {
        run(Coroutine.of(() -> {
            loop.callLater(1, () -> log.add("timer"));
            driver.now = 2;
            tick();
            log.add("same iteration, first");
            loop.callSoon(() -> log.add("scheduled after"));
            tick();
            log.add("next iteration");
            tick();
            log.add("last");
            return null;
        }));
        assertThat(log).containsExactly("same iteration, first", "timer", "scheduled after", "next iteration", "last");
    }

    @Test
    void whatADriverFindsThenRunsAfterTheStepThatGoesOn() throws Exception {
        run(Coroutine.of(() -> {
            driver.found = () -> log.add("readable");
            tick();
            log.add("first");
            tick();
            log.add("next");
            return null;
        }));
        assertThat(log).containsExactly("first", "readable", "next");
    }

    @Test
    void whatAnotherThreadScheduledBeforeRunsBefore() throws Exception {
        run(Coroutine.of(() -> {
            Thread other = Thread.ofPlatform().start(() -> loop.callSoonThreadsafe(() -> log.add("from outside")));
            other.join();
            tick();
            log.add("step");
            return null;
        }));
        assertThat(log).containsExactly("from outside", "step");
    }

    @Test
    void aTaskThatYieldsForEverHearsOtherThreads() throws Exception {
        CountDownLatch spinning = new CountDownLatch(1);
        Future<String> answer = new Future<>(loop);
        Thread other = Thread.ofPlatform().start(() -> {
            try {
                spinning.await();
                loop.callSoonThreadsafe(() -> answer.setResult("heard"));
            } catch (InterruptedException impossible) {
                throw new AssertionError(impossible);
            }
        });
        run(Coroutine.of(() -> {
            for (int i = 0; !answer.isDone(); i++) {
                tick();
                if (i == 1000) {
                    spinning.countDown();
                }
            }
            return null;
        }));
        other.join();
        assertThat(answer.result()).isEqualTo("heard");
    }

    @Test
    void aCancelOfItselfIsRaisedThere() {
        assertThatThrownBy(() -> run(Coroutine.of(() -> {
            Task.currentTask().cancel("by itself");
            tick();
            log.add("went on");
            return null;
        }))).isInstanceOf(CancelledError.class).hasMessageContaining("by itself");
        assertThat(log).isEmpty();
    }

    @Test
    void aLoopThatIsToStopStopsThere() throws Exception {
        Task<Void> task = Task.create(loop, Coroutine.of(() -> {
            loop.stop();
            tick();
            log.add("went on");
            return null;
        }), null, null);
        loop.runForever();
        assertThat(log).isEmpty();
        run(Coroutine.of(task));
        assertThat(log).containsExactly("went on");
    }

    @Test
    void aStopAfterItLetsTheRestOfItsIterationRun() throws Exception {
        Task<Void> task = Task.create(loop, Coroutine.of(() -> {
            loop.callAt(0, () -> log.add("due then"));
            tick();
            loop.stop();
            loop.callSoon(() -> log.add("too late"));
            return null;
        }), null, null);
        loop.runForever();
        assertThat(log).containsExactly("due then");
        run(Coroutine.of(task));
        assertThat(log).containsExactly("due then", "too late");
    }

    @Test
    void theFirstStepOfAnEagerTaskGivesControlBackToItsMaker() throws Exception {
        run(Coroutine.of(() -> {
            Task<Void> eager = Task.eager(loop, Coroutine.of(() -> {
                log.add("eager");
                tick();
                log.add("eager again");
                return null;
            }), null, null);
            log.add("maker");
            return eager.await();
        }));
        assertThat(log).containsExactly("eager", "maker", "eager again");
    }

    @Test
    void aCoroutineDrivenByHandInsideATaskYields() throws Exception {
        run(Coroutine.of(() -> {
            Coroutine<Void> inner = Sleep.sleep(0);
            assertThat(inner.send(null)).isNull();
            assertThat(inner.state()).isEqualTo(Coroutine.State.SUSPENDED);
            inner.close();
            Coroutine<Void> advanced = Coroutine.of(() -> Sleep.sleep(0).await());
            assertThat(advanced.advance(null, null)).isTrue();
            assertThat(advanced.advance(null, null)).isFalse();
            return null;
        }));
    }

    @Test
    void debugModeTimesEachStep() throws Exception {
        loop.setDebug(true);
        run(Coroutine.of(() -> {
            driver.polls = 0;
            tick();
            assertThat(driver.polls).isEqualTo(1);
            return null;
        }));
    }

    @Test
    void timersThatNobodyWaitsForAreStillDropped() throws Exception {
        Dropped dropped = new Dropped();
        run(Coroutine.of(() -> {
            loop.scheduleAt(1000, dropped);
            loop.timerCancelled();
            tick();
            log.add(dropped.left ? "left" : "kept");
            return null;
        }));
        assertThat(log).containsExactly("left");
    }

    private static final class Dropped implements TimedStep {
        private boolean left;

        @Override
        public void step(Host host) {
            throw new AssertionError("a step that was dropped runs");
        }

        @Override
        public boolean isDropped() {
            return true;
        }

        @Override
        public void leftTimers() {
            left = true;
        }
    }

    /// Parks, and counts how it is asked. Its time is set by hand.
    private static final class Driver implements IoDriver, Clock {
        private final ParkingDriver real = new ParkingDriver();
        private int polls;
        private int tries;
        private boolean anywhere = true;
        private Runnable found;
        private double now;

        @Override
        public void poll(long nanos) {
            polls++;
            real.poll(nanos);
        }

        @Override
        public boolean tryPoll() {
            if (!anywhere) {
                return false;
            }
            tries++;
            if (found != null) {
                EventLoop.running().callSoon(found);
                found = null;
            }
            return true;
        }

        @Override
        public void wakeup() {
            real.wakeup();
        }

        @Override
        public void close() {
            real.close();
        }

        @Override
        public double time() {
            return now;
        }

        @Override
        public double resolution() {
            return 1e-9;
        }
    }
}
