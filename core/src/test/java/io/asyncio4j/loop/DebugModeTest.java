package io.asyncio4j.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.ChildJvm;
import io.asyncio4j.LogLines;
import io.asyncio4j.LoopTest;
import io.asyncio4j.VirtualTime;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.runner.Run;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.task.Task;
import io.asyncio4j.thread.ToThread;
import org.junit.jupiter.api.Test;

/// What debug mode tells, and how it is turned on.
class DebugModeTest extends LoopTest {

    /// Prints the debug mode of a loop, of a run, and of a run that says otherwise.
    static final class Program {
        public static void main(String[] arguments) throws Exception {
            try (EventLoop loop = new EventLoop()) {
                boolean usual = Run.run(() -> EventLoop.running().getDebug());
                boolean on = Run.run(() -> EventLoop.running().getDebug(), true);
                boolean off = Run.run(() -> EventLoop.running().getDebug(), false);
                System.out.println(loop.getDebug() + " " + usual + " " + on + " " + off);
            }
        }
    }

    private static final class Slow implements Runnable {
        @Override
        public void run() {
            VirtualTime.pass(0.25);
        }

        @Override
        public String toString() {
            return "slow()";
        }
    }

    @Test
    @CPythonTest("test_base_events.BaseEventLoopTests.test_set_debug")
    void itCanBeTurnedOnAndOff() {
        loop.setDebug(true);
        assertThat(loop.getDebug()).isTrue();
        loop.setDebug(false);
        assertThat(loop.getDebug()).isFalse();
    }

    @Test
    @CPythonTest({"test_base_events.BaseEventLoopTests.test_env_var_debug",
            "test_tasks.GatherTestsBase.test_env_var_debug", "test_runners.RunTests.test_asyncio_run_debug"})
    void theProgramsEnvironmentDecidesUnlessRunDoes() throws Exception {
        assertThat(ChildJvm.of(Program.class).end().out()).containsExactly("false false true false");
        assertThat(ChildJvm.of(Program.class).environment("ASYNCIO4J_DEBUG", "1").end().out())
                .containsExactly("true true true false");
        assertThat(ChildJvm.of(Program.class).environment("ASYNCIO4J_DEBUG", "").end().out())
                .containsExactly("false false true false");
        assertThat(ChildJvm.of(Program.class).option("-Dasyncio4j.debug").end().out())
                .containsExactly("true true true false");
    }

    @Test
    @CPythonTest("test_base_events.BaseEventLoopWithSelectorTests.test_log_slow_callbacks")
    void aSlowCallbackAndASlowStepOfATaskAreNamedWithTheirTime() throws Exception {
        loop.setDebug(true);
        try (LogLines log = new LogLines()) {
            loop.callSoon(new Slow());
            iterate();
            Task<Void> task = Task.create(loop, () -> {
                VirtualTime.pass(1.5);
                Sleep.sleep(0).await();
                return null;
            }, "slowpoke", null);
            complete(task);
            assertThat(log.lines()).hasSize(2);
            assertThat(log.lines().get(0)).startsWith("Executing <Handle slow() created at ")
                    .endsWith("> took 0.250 seconds");
            assertThat(log.lines().get(1)).startsWith("Executing <Task ")
                    .contains("name='slowpoke'", "DebugModeTest.java:")
                    .endsWith(" took 1.500 seconds");
        }
    }

    @Test
    void whatIsSlowCanBeSaid() {
        loop.setDebug(true);
        assertThat(loop.getSlowCallbackDuration()).isEqualTo(0.1);
        loop.setSlowCallbackDuration(1);
        try (LogLines log = new LogLines()) {
            loop.callSoon(new Slow());
            iterate();
            assertThat(log.lines()).isEmpty();
            loop.setSlowCallbackDuration(0.25);
            loop.callSoon(new Slow());
            iterate();
            assertThat(log.lines()).hasSize(1);
        }
    }

    @Test
    void withoutItNothingIsTimedAndNoStacksAreKept() {
        try (LogLines log = new LogLines()) {
            Handle handle = loop.callSoon(new Slow());
            iterate();
            assertThat(handle.madeAt()).isNull();
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void aFailureInsideACallbackTellsWhereThatWasScheduled() {
        loop.setDebug(true);
        try (LogLines log = new LogLines()) {
            loop.callSoon(() -> loop.callExceptionHandler(ExceptionContext.of("told from inside")));
            iterate();
            assertThat(log.errors()).singleElement().asString().startsWith("told from inside")
                    .contains("Handle created at (most recent call first):",
                            "aFailureInsideACallbackTellsWhereThatWasScheduled");
        }
    }

    @Test
    @CPythonTest("test_pep492.CoroutineTests.test_debug_mode_manages_coroutine_origin_tracking")
    void coroutinesThatAreNeverAwaitedAreNamedWhileALoopInDebugModeRuns() throws Exception {
        try (LogLines log = new LogLines()) {
            complete(() -> Coroutine.of(() -> "untracked").state());
            loop.setDebug(true);
            complete(() -> Coroutine.of(() -> "tracked").state());
            awaitCollecting(() -> {
                iterate();
                return !log.lines().isEmpty();
            });
            assertThat(log.lines()).singleElement().asString()
                    .startsWith("coroutine made in coroutinesThatAreNeverAwaitedAreNamedWhileALoopInDebugModeRuns"
                            + " was never awaited; await it, or give it to createTask")
                    .contains("(DebugModeTest.java:");
        }
    }

    @Test
    void aLoopThatIsDroppedUnclosedIsReportedWithWhereItWasMade() {
        try (LogLines log = new LogLines()) {
            dropped(true);
            dropped(false).close();
            awaitCollecting(() -> !log.lines().isEmpty());
            assertThat(log.lines()).singleElement().asString()
                    .startsWith("an event loop was dropped unclosed; close() it, or use Asyncio.run")
                    .contains("DebugModeTest.dropped(DebugModeTest.java:");
        }
    }

    private static EventLoop dropped(boolean run) {
        EventLoop dropped = VirtualTime.newLoop();
        dropped.setDebug(true);
        if (run) {
            dropped.stop();
            dropped.runForever();
        }
        return dropped;
    }

    @Test
    void anotherThreadMayTurnItOnForALoopThatRuns() throws Exception {
        try (LogLines log = new LogLines()) {
            complete(() -> {
                ToThread.toThread(() -> {
                    loop.setDebug(true);
                    return null;
                }).await();
                Sleep.sleep(0).await();
                return Coroutine.of(() -> "tracked").state();
            });
            assertThat(loop.getDebug()).isTrue();
            awaitCollecting(() -> {
                iterate();
                return log.lines().stream().anyMatch(line -> line.contains("was never awaited"));
            });
        }
    }
}
