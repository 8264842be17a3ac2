package io.asyncio4j.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.Asyncio;
import io.asyncio4j.ChildJvm;
import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.KeyboardInterrupt;
import io.asyncio4j.loop.SystemExit;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.RunUntilComplete;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.task.Task;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import sun.misc.Signal;

/// Ctrl-C, as a program of its own sees it.
class InterruptTest {
    /// Status of a process that Ctrl-C has ended.
    private static final int ENDED_BY_CTRL_C = 130;

    /// The programs, by name.
    static final class Program {
        private static void say(String what) {
            System.out.println(what);
        }

        private static void ctrlC() {
            Signal.raise(new Signal("INT"));
        }

        private static void forever() throws Exception {
            new Future<Void>().await();
        }

        public static void main(String[] arguments) throws Exception {
            Thread main = Thread.currentThread();
            switch (arguments[0]) {
                case "awaiting" -> outcome(() -> Asyncio.run(() -> {
                    try {
                        say("ready");
                        forever();
                    } finally {
                        Sleep.sleep(0.01).await();
                        say("cleaned up");
                    }
                }));
                case "spinning" -> outcome(() -> Asyncio.run(() -> {
                    EventLoop.running().callLater(0.05, Program::ctrlC);
                    while (true) {
                        Sleep.sleep(0).await();
                    }
                }));
                case "sleeping" -> Asyncio.run(() -> {
                    EventLoop.running().callSoon(Program::ctrlC);
                    Sleep.sleep(3600).await();
                });
                case "swallowing" -> outcome(() -> say("returned " + Asyncio.<Integer>run(() -> {
                    try {
                        say("ready");
                        forever();
                    } catch (CancelledError cancelled) {
                        say("cancelled");
                    }
                    return 7;
                })));
                case "stubborn" -> outcome(() -> Asyncio.run(() -> {
                    try {
                        say("ready");
                        forever();
                    } finally {
                        say("cancelled");
                        forever();
                    }
                }));
                case "blocking" -> outcome(() -> Asyncio.run(() -> {
                    try {
                        say("ready");
                        forever();
                    } catch (CancelledError cancelled) {
                        say("cancelled");
                        new CountDownLatch(1).await();
                    }
                }));
                case "cancelled already" -> outcome(() -> Asyncio.run(() -> {
                    EventLoop.running().callSoon(Task.currentTask()::cancel);
                    try {
                        forever();
                    } catch (CancelledError bySomebodyElse) {
                        ctrlC();
                        forever();
                    }
                }));
                case "twice" -> {
                    Runner runner = new Runner();
                    for (int i = 0; i < 2; i++) {
                        outcome(() -> runner.run(() -> {
                            EventLoop.running().callLater(0.01, Program::ctrlC);
                            return new Future<Void>().await();
                        }));
                    }
                    outcome(() -> say("then " + runner.run(Sleep.sleep(0, "usable"))));
                    runner.close();
                }
                case "loop" -> {
                    EventLoop loop = new EventLoop();
                    loop.callSoon(() -> say("ready"));
                    outcome(loop::runForever);
                    outcome(() -> say(RunUntilComplete.runUntilComplete(loop, Sleep.sleep(0, "usable"))));
                    loop.close();
                }
                case "busy loop" -> {
                    EventLoop loop = new EventLoop();
                    loop.callSoon(() -> {
                        say("ready");
                        while (!Thread.currentThread().isInterrupted()) {
                            Thread.onSpinWait();
                        }
                        say("interrupted");
                        while (true) {
                            Thread.onSpinWait();
                        }
                    });
                    loop.runForever();
                }
                case "coroutine" -> {
                    EventLoop loop = new EventLoop();
                    outcome(() -> RunUntilComplete.runUntilComplete(loop, () -> {
                        say("ready");
                        forever();
                        return null;
                    }));
                    Task.allTasks(loop).forEach(Task::cancel);
                    loop.stop();
                    loop.runForever();
                    say(Task.allTasks(loop).size() + " tasks left");
                    loop.close();
                }
                case "afterwards" -> {
                    Asyncio.run(() -> Sleep.sleep(0).await());
                    EventLoop loop = new EventLoop();
                    loop.stop();
                    loop.runForever();
                    say("ready");
                    while (true) {
                        // once is not enough: the hand-overs of the thread engine leave a permit behind
                        LockSupport.park();
                    }
                }
                case "own handler" -> {
                    Signal.handle(new Signal("INT"), signal -> say("handled by the program"));
                    Asyncio.run(() -> {
                        ctrlC();
                        Sleep.sleep(0.2).await();
                    });
                    EventLoop loop = new EventLoop();
                    loop.callLater(0.2, loop::stop);
                    ctrlC();
                    loop.runForever();
                }
                case "uncaught" -> Asyncio.run(() -> {
                    ctrlC();
                    forever();
                });
                case "uncaught in a loop" -> {
                    EventLoop loop = new EventLoop();
                    loop.callLater(0.01, Program::ctrlC);
                    loop.runForever();
                }
                case "exit" -> Asyncio.run(() -> {
                    Thread.ofPlatform().daemon(false).start(() -> {
                        while (main.getState() != Thread.State.WAITING) {
                            Thread.onSpinWait();
                        }
                        say("another thread has ended");
                    });
                    throw new SystemExit(3);
                });
                case "exit with a message" -> Asyncio.run(() -> {
                    throw new SystemExit("no such file");
                });
                case "exit with a handler" -> {
                    Thread.currentThread().setUncaughtExceptionHandler((_, uncaught) -> say("handled " + uncaught));
                    Asyncio.run(() -> {
                        throw new SystemExit(3);
                    });
                }
                case "other failure later" -> {
                    outcome(() -> Asyncio.run(() -> {
                        throw new SystemExit(3);
                    }));
                    throw new IllegalStateException("later");
                }
                case "reserved" -> say(Asyncio.<String>run(() -> Sleep.sleep(0, "ran").await()));
                case "thread" -> {
                    Thread worker = Thread.ofPlatform().start(() -> {
                        try {
                            Asyncio.run(() -> {
                                say("ready");
                                forever();
                            });
                        } catch (Exception unexpected) {
                            say(unexpected.toString());
                        }
                    });
                    worker.join();
                }
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }

        private static void outcome(AsyncAction body) {
            try {
                body.run();
            } catch (KeyboardInterrupt interrupt) {
                say("KeyboardInterrupt"
                        + (interrupt.getCause() == null ? ""
                                : " because of " + interrupt.getCause().getClass().getSimpleName()));
            } catch (Throwable failure) {
                say(failure.getClass().getSimpleName());
            }
        }
    }

    private static ChildJvm program(String name) {
        return ChildJvm.of(Program.class).arguments(name);
    }

    @Test
    @CPythonTest("test_runners.RunnerTests.test_interrupt_wait")
    void theFirstCancelsTheMainTaskWhichMayCleanUp() throws Exception {
        ChildJvm child = program("awaiting").start().awaitLine("ready").interrupt();
        assertThat(child.end().out()).containsExactly("ready", "cleaned up",
                "KeyboardInterrupt because of CancelledError");
    }

    @Test
    void itsTraceBeginsWithTheLineThatWaited() throws Exception {
        assertThat(program("sleeping").end().err().stream().dropWhile(line -> !line.startsWith("Caused by: ")))
                .hasSizeGreaterThan(3).elements(0, 1, 2).satisfiesExactly(
                        line -> assertThat(line).isEqualTo("Caused by: " + CancelledError.class.getName()),
                        line -> assertThat(line).isEqualTo("\tat io.asyncio4j.task.Sleep.sleep(Sleep.java)"),
                        line -> assertThat(line).contains("InterruptTest$Program.lambda$main$"));
    }

    @Test
    @CPythonTest("test_runners.RunnerTests.test_interrupt_call_soon")
    void itReachesATaskThatNeverWaits() throws Exception {
        assertThat(program("spinning").end().out()).containsExactly("KeyboardInterrupt because of CancelledError");
    }

    @Test
    void aMainTaskThatSwallowsTheCancellationReturnsAsUsual() throws Exception {
        ChildJvm child = program("swallowing").start().awaitLine("ready").interrupt();
        assertThat(child.end().out()).containsExactly("ready", "cancelled", "returned 7");
    }

    @Test
    void theSecondInterruptsTheLoopAtOnce() throws Exception {
        ChildJvm child = program("stubborn").start().awaitLine("ready").interrupt().awaitLine("cancelled").interrupt();
        assertThat(child.end().out()).containsExactly("ready", "cancelled", "KeyboardInterrupt");
    }

    @Test
    void theSecondInterruptsWhatBlocksTheLoop() throws Exception {
        ChildJvm child = program("blocking").start().awaitLine("ready").interrupt().awaitLine("cancelled");
        if (Coroutine.engine().equals("thread")) {
            // There the loop's thread waits for the coroutine's, which cannot be interrupted from outside; the JVM ends.
            assertThat(child.interruptUntilEnd().status()).isEqualTo(ENDED_BY_CTRL_C);
        } else {
            assertThat(child.interrupt().end().out()).startsWith("ready", "cancelled").hasSize(3);
        }
    }

    @Test
    @CPythonTest("test_runners.RunnerTests.test_interrupt_cancelled_task")
    void aMainTaskThatSomebodyElseHasCancelledTooIsCancelled() throws Exception {
        assertThat(program("cancelled already").end().out()).containsExactly("CancelledError");
    }

    @Test
    void aRunnerIsUsableAfterItsRunWasInterrupted() throws Exception {
        String interrupted = "KeyboardInterrupt because of CancelledError";
        assertThat(program("twice").end().out()).containsExactly(interrupted, interrupted, "then usable");
    }

    @Test
    void aLoopWithoutARunnerIsLeftByAKeyboardInterruptAndIsUsableAfterwards() throws Exception {
        ChildJvm child = program("loop").start().awaitLine("ready").interrupt();
        assertThat(child.end().out()).containsExactly("ready", "KeyboardInterrupt", "usable");
    }

    @Test
    void aSecondOneEndsTheJvmWhenTheLoopIsTooBusyToBeLeft() throws Exception {
        ChildJvm child =
                program("busy loop").start().awaitLine("ready").interrupt().awaitLine("interrupted").interrupt();
        assertThat(child.end().status()).isEqualTo(ENDED_BY_CTRL_C);
    }

    @Test
    void soIsRunUntilCompleteWhoseTaskIsLeftForTheProgramToEnd() throws Exception {
        ChildJvm child = program("coroutine").start().awaitLine("ready").interrupt();
        assertThat(child.end().out()).containsExactly("ready", "KeyboardInterrupt", "0 tasks left");
    }

    @Test
    void withoutALoopItEndsTheJvmAsEver() throws Exception {
        ChildJvm child = program("afterwards").start().awaitLine("ready").interrupt();
        assertThat(child.end().status()).isEqualTo(ENDED_BY_CTRL_C);
    }

    @Test
    void uncaughtItEndsTheProgramWithTheStatusOfCtrlC() throws Exception {
        for (String name : List.of("uncaught", "uncaught in a loop")) {
            ChildJvm.Outcome outcome = program(name).end();
            assertThat(outcome.status()).as(name).isEqualTo(ENDED_BY_CTRL_C);
            assertThat(outcome.err()).as(name).anyMatch(line -> line.contains("KeyboardInterrupt"));
        }
    }

    @Test
    void anUncaughtSystemExitEndsTheProgramWithItsStatusOnceTheOtherThreadsHaveEnded() throws Exception {
        ChildJvm.Outcome outcome = program("exit").end();
        assertThat(outcome).isEqualTo(new ChildJvm.Outcome(3, List.of("another thread has ended"), List.of()));
    }

    @Test
    void itsMessageIsPrinted() throws Exception {
        assertThat(program("exit with a message").end())
                .isEqualTo(new ChildJvm.Outcome(1, List.of(), List.of("no such file")));
    }

    @Test
    void aProgramsOwnHandlerOfWhatIsUncaughtStays() throws Exception {
        ChildJvm.Outcome outcome = program("exit with a handler").end();
        assertThat(outcome.out()).singleElement().asString().startsWith("handled ").endsWith("exit with status 3");
        assertThat(outcome.status()).isEqualTo(1);
    }

    @Test
    void otherFailuresOfTheProgramAreShownAsEver() throws Exception {
        ChildJvm.Outcome outcome = program("other failure later").end();
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).anyMatch(line -> line.contains("IllegalStateException: later"));
    }

    @Test
    void whoeverHandlesItHimselfGoesOnToDoSo() throws Exception {
        assertThat(program("own handler").end().out()).containsExactly("handled by the program",
                "handled by the program");
    }

    @Test
    @CPythonTest("test_runners.RunnerTests.test_signal_install_not_supported_ok")
    void aJvmThatKeepsTheSignalForItselfRunsProgramsToo() throws Exception {
        assertThat(program("reserved").option("-Xrs").end().out()).containsExactly("ran");
    }

    @Test
    void aLoopOnAnotherThreadLeavesItToTheJvm() throws Exception {
        ChildJvm child = program("thread").start().awaitLine("ready").interrupt();
        assertThat(child.end().status()).isEqualTo(ENDED_BY_CTRL_C);
    }
}
