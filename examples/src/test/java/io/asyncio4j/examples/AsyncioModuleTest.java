package io.asyncio4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Article 003, section 3: what the module has.
class AsyncioModuleTest {
    @ParameterizedTest
    @ValueSource(strings = {"Factorial", "FactorialTasks"})
    @Shows({"003-coroutines-and-asyncio/Factorial.java", "003-coroutines-and-asyncio/FactorialTasks.java"})
    void threeComputationsTakeTurns(String program) throws Exception {
        Shown shown = Example.of("003-coroutines-and-asyncio/" + program + ".java").run();
        assertThat(shown.lines()).isEqualTo("""
                Task A: Compute factorial(2), currently i=2...
                Task B: Compute factorial(3), currently i=2...
                Task C: Compute factorial(4), currently i=2...
                Task A: factorial(2) = 2
                Task B: Compute factorial(3), currently i=3...
                Task C: Compute factorial(4), currently i=3...
                Task B: factorial(3) = 6
                Task C: Compute factorial(4), currently i=4...
                Task C: factorial(4) = 24
                [2, 6, 24]""");
        assertThat(shown.seconds()).isEqualTo(3);
    }

    @Test
    @Shows("003-coroutines-and-asyncio/WaitForAndToThread.java")
    void whatTakesTooLongIsCancelledAndWhatBlocksGoesToAThread() throws Exception {
        Shown shown = Example.of("003-coroutines-and-asyncio/WaitForAndToThread.java").run();
        assertThat(shown.lines()).isEqualTo("""
                long task: cleaned up
                timeout!
                arg1 and arg2 from a thread""");
        assertThat(shown.seconds()).isEqualTo(5);
    }

    /// The totals are the article's. The lines before them, which it leaves out, are what CPython prints for the same
    /// twenty times.
    @Test
    @Shows("003-coroutines-and-asyncio/QueueWorkers.java")
    void threeWorkersShareAQueue() throws Exception {
        assertThat(Example.of("003-coroutines-and-asyncio/QueueWorkers.java").arguments(84730).run().lines())
                .isEqualTo("""
                        worker-1 has slept for 0.29 seconds
                        worker-0 has slept for 0.31 seconds
                        worker-2 has slept for 0.48 seconds
                        worker-2 has slept for 0.22 seconds
                        worker-1 has slept for 0.51 seconds
                        worker-2 has slept for 0.32 seconds
                        worker-0 has slept for 0.82 seconds
                        worker-1 has slept for 0.64 seconds
                        worker-0 has slept for 0.37 seconds
                        worker-1 has slept for 0.08 seconds
                        worker-2 has slept for 0.63 seconds
                        worker-0 has slept for 0.52 seconds
                        worker-1 has slept for 0.75 seconds
                        worker-1 has slept for 0.14 seconds
                        worker-2 has slept for 0.98 seconds
                        worker-0 has slept for 0.66 seconds
                        worker-1 has slept for 0.58 seconds
                        worker-2 has slept for 0.55 seconds
                        worker-0 has slept for 0.92 seconds
                        worker-1 has slept for 0.94 seconds
                        ====
                        3 workers slept in parallel for 3.94 seconds
                        total expected sleep time: 10.72 seconds""");
    }

    @Test
    @Shows("003-coroutines-and-asyncio/LockStatement.java")
    void aLockLetsOneInAtATime() throws Exception {
        Shown shown = Example.of("003-coroutines-and-asyncio/LockStatement.java").run();
        assertThat(shown.lines()).isEqualTo("""
                statement: 1
                spelled out: 2
                <Lock [unlocked]>""");
        assertThat(shown.seconds()).isEqualTo(2);
    }

    @Test
    @Shows("003-coroutines-and-asyncio/EventNotice.java")
    void anEventWakesAllThatWait() throws Exception {
        assertThat(Example.of("003-coroutines-and-asyncio/EventNotice.java").run().lines()).isEqualTo("""
                first waits
                second waits
                set
                first goes on
                second goes on""");
    }

    @Test
    @Shows("003-coroutines-and-asyncio/ConditionNotice.java")
    void aConditionHandsOverWhenTheLockIsFree() throws Exception {
        assertThat(Example.of("003-coroutines-and-asyncio/ConditionNotice.java").run().lines()).isEqualTo("""
                notified, still has the lock
                got a letter""");
    }

    @Test
    @Shows("003-coroutines-and-asyncio/SemaphoreLimit.java")
    void aSemaphoreLetsSoManyInAtATime() throws Exception {
        assertThat(Example.of("003-coroutines-and-asyncio/SemaphoreLimit.java").run().lines()).isEqualTo("""
                job 0 done
                job 1 done
                job 2 done
                job 3 done
                job 4 done
                job 5 done
                seconds: 3""");
    }

    @Test
    @Shows("003-coroutines-and-asyncio/LoopMethods.java")
    void theLoopsMethodsDoAsTheTableSays() throws Exception {
        Shown shown = Example.of("003-coroutines-and-asyncio/LoopMethods.java").run();
        assertThat(shown.lines()).isEqualTo("""
                Hello, soon
                Hello, task
                Hello, later
                Hello, at
                Hello, executor""");
        assertThat(shown.seconds()).isEqualTo(5);
    }

    @Test
    @Shows("003-coroutines-and-asyncio/GetDate.java")
    void aChildPrintsTheDate() throws Exception {
        assertThat(Example.of("003-coroutines-and-asyncio/GetDate.java").inRealTime().run().lines())
                .isEqualTo("Current date: DATE"); // what looks like one is shown so
    }

    @Test
    @Shows("003-coroutines-and-asyncio/ShellCommands.java")
    void childrenAreTalkedToAndWaitedFor() throws Exception {
        assertThat(Example.of("003-coroutines-and-asyncio/ShellCommands.java").inRealTime().run().lines())
                .isEqualTo("""
                        HELLO FROM A CHILD
                        the shell ended with 7
                        sleep ended with -15""");
    }
}
