package io.asyncio4j.task;

import static io.asyncio4j.Program.go;
import static io.asyncio4j.Program.tick;
import static io.asyncio4j.coroutine.AsyncWith.asyncWith;
import static io.asyncio4j.task.Bodies.classesIn;
import static io.asyncio4j.task.Bodies.crashAfter;
import static io.asyncio4j.task.Bodies.crashInFinally;
import static io.asyncio4j.task.Bodies.currentTask;
import static io.asyncio4j.task.Bodies.failureOf;
import static io.asyncio4j.task.Bodies.group;
import static io.asyncio4j.task.Bodies.member;
import static io.asyncio4j.task.Bodies.pause;
import static io.asyncio4j.task.ExceptStar.tryStar;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.coroutine.GeneratorExit;
import io.asyncio4j.coroutine.Rethrow;
import io.asyncio4j.loop.KeyboardInterrupt;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.Bodies.Broken;
import io.asyncio4j.task.Bodies.Fatal;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TaskGroupFailureTest {

    private final ArithmeticException zero = new ArithmeticException("/ by zero");

    @Nullable TaskFactory factory() {
        return null;
    }

    private void program(AsyncAction body) throws Exception {
        Bodies.program(factory(), body);
    }

    @Test
    @CPythonTest("test_taskgroups.TestTaskGroup.test_taskgroup_04")
    void aFailedTaskCancelsItsSiblings() throws Exception {
        program(() -> {
            var siblings = new ArrayList<Task<?>>();
            Task<Void> runner = go(() -> group(group -> {
                group.createTask(crashAfter(0.1, zero));
                siblings.add(group.createTask(Sleep.sleep(1)));
            }));
            Throwable failure = failureOf(runner);
            assertThat(failure).isInstanceOf(ExceptionGroup.class)
                    .hasMessage("unhandled errors in a TaskGroup (1 sub-exception)");
            assertThat(member(failure, 0)).isSameAs(zero);
            assertThat(siblings.getFirst().isCancelled()).isTrue();
            assertThat(Bodies.now()).isEqualTo(0.1);
        });
    }

    @Test
    @CPythonTest("test_taskgroups.TestTaskGroup.test_cancel_children_on_child_error")
    void aFailedTaskCancelsTheBlock() throws Exception {
        program(() -> {
            var cancelled = new ArrayList<String>();
            Task<Void> runner = go(() -> group(group -> {
                for (int i = 0; i < 3; i++) {
                    group.createTask(crashAfter(0.1, new ArithmeticException()));
                }
                group.createTask(() -> noteCancellation(cancelled, "task"));
                noteCancellation(cancelled, "block");
            }));
            assertThat(((ExceptionGroup) failureOf(runner)).exceptions()).hasSize(3);
            assertThat(cancelled).containsExactlyInAnyOrder("task", "block");
        });
    }

    private static void noteCancellation(ArrayList<String> notes, String note) throws Exception {
        try {
            pause(10);
        } catch (CancelledError cancelled) {
            notes.add(note);
            throw cancelled;
        }
    }

    @Test
    @CPythonTest("test_taskgroups.TestTaskGroup.test_cancellation")
    void aCancelledParentCancelsItsTasks() throws Exception {
        program(() -> {
            var cancelled = new ArrayList<String>();
            Task<Void> runner = go(() -> group(group -> {
                for (int i = 0; i < 5; i++) {
                    group.createTask(() -> noteCancellation(cancelled, "task"));
                }
            }));
            pause(0.1);
            assertThat(runner.isDone()).isFalse();
            runner.cancel();
            assertThat(failureOf(runner)).isInstanceOf(CancelledError.class);
            assertThat(cancelled).hasSize(5);
        });
    }

    @Test
    @CPythonTest({"test_taskgroups.TestTaskGroup.test_taskgroup_07",
            "test_taskgroups.TestTaskGroup.test_taskgroup_17",
            "test_taskgroups.TestTaskGroup.test_taskgroup_22"})
    void aParentCancelledInItsBlockCancelsItsTasks() throws Exception {
        program(() -> {
            for (int tasks : new int[]{0, 5}) {
                var cancelled = new ArrayList<String>();
                Task<Void> runner = go(() -> group(group -> {
                    for (int i = 0; i < tasks; i++) {
                        group.createTask(() -> noteCancellation(cancelled, "task"));
                    }
                    noteCancellation(cancelled, "block");
                }));
                pause(0.1);
                runner.cancel();
                assertThat(failureOf(runner)).isInstanceOf(CancelledError.class);
                assertThat(cancelled).hasSize(tasks + 1).contains("block");
            }
        });
    }

    @Test
    @CPythonTest("test_taskgroups.TestTaskGroup.test_taskgroup_08")
    void failuresWinOverACancellation() throws Exception {
        program(() -> {
            Task<Void> runner = go(() -> group(group -> {
                for (int i = 0; i < 5; i++) {
                    group.createTask(crashInFinally(10, new ArithmeticException()));
                }
                pause(10);
            }));
            pause(0.1);
            runner.cancel();
            Throwable failure = failureOf(runner);
            assertThat(failure).isInstanceOf(ExceptionGroup.class);
            assertThat(((ExceptionGroup) failure).exceptions()).hasSize(5);
        });
    }

    @Test
    @CPythonTest({"test_taskgroups.TestTaskGroup.test_taskgroup_09",
            "test_taskgroups.TestTaskGroup.test_taskgroup_10"})
    void aFailedBlockCancelsItsTasks() throws Exception {
        program(() -> {
            for (double pause : new double[]{0, 0.1}) {
                var tasks = new ArrayList<Task<?>>();
                Throwable failure = failureOf(() -> group(group -> {
                    tasks.add(group.createTask(Sleep.sleep(1, 42)));
                    tasks.add(group.createTask(Sleep.sleep(2, 11)));
                    if (pause > 0) {
                        pause(pause);
                    }
                    throw zero;
                }));
                assertThat(((ExceptionGroup) failure).exceptions()).containsExactly(zero);
                assertThat(tasks).hasSize(2).allMatch(Future::isCancelled);
            }
        });
    }

    @Test
    @CPythonTest({"test_taskgroups.TestTaskGroup.test_taskgroup_11",
            "test_taskgroups.TestTaskGroup.test_taskgroup_12"})
    void aFailureInAnInnerGroupIsAGroupInTheOuterOne() throws Exception {
        program(() -> {
            for (boolean outerTask : new boolean[]{false, true}) {
                Task<Void> runner = go(() -> group(outer -> {
                    if (outerTask) {
                        outer.createTask(Sleep.sleep(10));
                    }
                    group(inner -> {
                        for (int i = 0; i < 5; i++) {
                            inner.createTask(crashInFinally(10, new ArithmeticException()));
                        }
                        pause(10);
                    });
                }));
                pause(0.1);
                runner.cancel();
                Throwable failure = failureOf(runner);
                assertThat(classesIn(failure)).containsExactly(ExceptionGroup.class);
                assertThat(classesIn(member(failure, 0))).containsExactly(ArithmeticException.class);
            }
        });
    }

    @Test
    @CPythonTest("test_taskgroups.TestTaskGroup.test_taskgroup_13")
    void aFailureInTheOuterGroupPassesThroughTheInnerOne() throws Exception {
        program(() -> {
            Throwable failure = failureOf(go(() -> group(outer -> {
                outer.createTask(crashAfter(0.1, zero));
                group(inner -> inner.createTask(crashAfter(10, new Broken())));
            })));
            assertThat(((ExceptionGroup) failure).exceptions()).containsExactly(zero);
        });
    }

    @Test
    @CPythonTest("test_taskgroups.TestTaskGroup.test_taskgroup_14")
    void aFailureInTheInnerGroupCancelsTheOuterOne() throws Exception {
        program(() -> {
            Throwable failure = failureOf(go(() -> group(outer -> {
                outer.createTask(crashAfter(10, new Broken()));
                group(inner -> inner.createTask(crashAfter(0.1, zero)));
            })));
            assertThat(classesIn(failure)).containsExactly(ExceptionGroup.class);
            assertThat(member(member(failure, 0), 0)).isSameAs(zero);
        });
    }

    @Test
    @CPythonTest({"test_taskgroups.TestTaskGroup.test_taskgroup_15",
            "test_taskgroups.TestTaskGroup.test_taskgroup_16"})
    void aTaskMayFailWhileACancelledBlockCleansUp() throws Exception {
        program(() -> {
            AsyncAction body = () -> group(group -> {
                group.createTask(crashAfter(0.3, zero));
                try {
                    pause(10);
                } catch (CancelledError cancelled) {
                    pause(0.5);
                    throw cancelled;
                }
            });
            for (AsyncAction runs : new AsyncAction[]{body, () -> go(body).await()}) {
                Task<Void> runner = go(runs);
                pause(0.1);
                runner.cancel();
                assertThat(((ExceptionGroup) failureOf(runner)).exceptions()).containsExactly(zero);
            }
        });
    }

    @Test
    @CPythonTest("test_taskgroups.TestTaskGroup.test_taskgroup_18")
    void aBlockMayReplaceItsCancellationByAFailure() throws Exception {
        program(() -> {
            var broken = new Broken();
            Task<Void> runner = go(() -> group(group -> crashInFinally(10, broken).await()));
            pause(0.1);
            runner.cancel();
            assertThat(((ExceptionGroup) failureOf(runner)).exceptions()).containsExactly(broken);
        });
    }

    @Test
    @CPythonTest("test_taskgroups.TestTaskGroup.test_taskgroup_19")
    void theFailureOfTheBlockComesAfterThoseOfTheTasks() throws Exception {
        program(() -> {
            var broken = new Broken();
            Throwable failure = failureOf(go(() -> group(group -> {
                group.createTask(crashAfter(0.1, zero));
                crashInFinally(10, broken).await();
            })));
            assertThat(((ExceptionGroup) failure).exceptions()).containsExactly(zero, broken);
        });
    }

    @Test
    @CPythonTest("test_taskgroups.TestTaskGroup.test_taskgroup_20")
    void aKeyboardInterruptOfTheBlockIsThrownBare() throws Exception {
        program(() -> {
            var interrupt = new KeyboardInterrupt();
            Throwable failure = failureOf(() -> group(group -> {
                group.createTask(crashAfter(0.1, zero));
                crashInFinally(10, interrupt).await();
            }));
            assertThat(failure).isSameAs(interrupt);
        });
    }

    @Test
    @CPythonTest({"test_taskgroups.TestTaskGroup.test_taskgroup_20a",
            "test_taskgroups.TestTaskGroup.test_taskgroup_21a"})
    void failuresThatAreNoExceptionsMakeABaseExceptionGroup() throws Exception {
        program(() -> {
            var fatal = new Fatal();
            Throwable ofBlock = failureOf(() -> group(group -> {
                group.createTask(crashAfter(0.1, zero));
                crashInFinally(10, fatal).await();
            }));
            assertThat(ofBlock).isInstanceOf(BaseExceptionGroup.class);
            assertThat(((GroupedException) ofBlock).exceptions()).containsExactly(zero, fatal);
            Throwable ofTask = failureOf(() -> group(group -> {
                group.createTask(crashAfter(0.1, fatal));
                crashInFinally(10, zero).await();
            }));
            assertThat(((BaseExceptionGroup) ofTask).exceptions()).containsExactly(fatal, zero);
        });
    }

    @Test
    @CPythonTest("test_taskgroups.TestTaskGroup.test_taskgroup_context_manager_exit_raises")
    void aFailureOfAManagerInTheBlockDoesNotLeaveARequestBehind() throws Exception {
        program(() -> go(() -> {
            Throwable failure = failureOf(() -> group(group -> {
                try {
                    group.createTask(crashAfter(0, new Broken()));
                    pause(1);
                } finally {
                    throwBroken();
                }
            }));
            assertThat(((ExceptionGroup) failure).exceptions()).hasSize(2).allMatch(Broken.class::isInstance);
            assertThat(currentTask().cancelling()).isZero();
        }).await());
    }

    private static void throwBroken() throws Broken {
        throw new Broken();
    }

    @Test
    @CPythonTest({"test_taskgroups.TestTaskGroup.test_cancelling_level_preserved",
            "test_taskgroups.TestTaskGroup.test_cancellation_does_not_leak_out_of_tg"})
    void theRequestOfTheGroupIsTakenBack() throws Exception {
        program(() -> {
            Throwable failure =
                    failureOf(() -> group(group -> group.createTask(crashAfter(0, new Broken()))));
            assertThat(classesIn(failure)).containsExactly(Broken.class);
            assertThat(currentTask().cancelling()).isZero();
            tick();
        });
    }

    @Test
    @CPythonTest("test_taskgroups.TestTaskGroup.test_nested_groups_both_cancelled")
    void bothNestedGroupsMayCancelTheirParent() throws Exception {
        program(() -> {
            var handled = new ArrayList<Throwable>();
            tryStar(() -> {
                group(outer -> tryStar(() -> group(inner -> {
                    inner.createTask(crashAfter(0, new Broken()));
                    outer.createTask(crashAfter(0, zero));
                })).except(Broken.class, group -> {
                    handled.addAll(group.leaves());
                    assertThat(currentTask().cancelling()).isEqualTo(1);
                }).run());
            }).except(ArithmeticException.class, group -> handled.addAll(group.leaves())).run();
            assertThat(handled).hasSize(2).contains(zero);
            assertThat(currentTask().cancelling()).isZero();
        });
    }

    @Test
    @CPythonTest("test_taskgroups.TestTaskGroup.test_error_and_cancel")
    void aCancellationThatLostToAFailureIsRaisedByTheNextAwait() throws Exception {
        program(() -> {
            var started = new Future<Void>();
            var levels = new ArrayList<Integer>();
            Task<Void> runner = go(() -> {
                failureOf(() -> group(group -> {
                    group.createTask(() -> {
                        started.setResult(null);
                        tick();
                        throw new Broken();
                    });
                    pause(1);
                }));
                levels.add(currentTask().cancelling());
                pause(1);
                levels.add(-1);
            });
            started.await();
            assertThat(runner.cancelling()).isZero();
            runner.cancel();
            assertThat(runner.cancelling()).isEqualTo(1);
            assertThat(failureOf(runner)).isInstanceOf(CancelledError.class);
            assertThat(runner.isCancelled()).isTrue();
            assertThat(levels).containsExactly(1);
        });
    }

    @Test
    @CPythonTest("test_taskgroups.TestTaskGroup.test_cancels_task_if_created_during_creation")
    void aTaskThatAddsAFailingTaskIsCancelledAtItsNextAwait() throws Exception {
        program(() -> {
            var interrupted = new AtomicInteger();
            Throwable failure = failureOf(() -> group(group -> group.createTask(() -> {
                group.createTask(crashAfter(-1, zero));
                try {
                    for (int i = 0; i < 4; i++) {
                        tick();
                    }
                } catch (CancelledError cancelled) {
                    interrupted.incrementAndGet();
                }
            })));
            assertThat(((ExceptionGroup) failure).exceptions()).containsExactly(zero);
            assertThat(interrupted).hasValue(1);
        });
    }

    @Test
    void aParentCancelledAgainAndAgainStillWaitsForItsTasks() throws Exception {
        program(() -> {
            var cleaned = new AtomicInteger();
            Task<Void> runner = go(() -> group(group -> group.createTask(() -> {
                try {
                    pause(10);
                } catch (CancelledError cancelled) {
                    pause(5);
                    cleaned.incrementAndGet();
                    throw cancelled;
                }
            })));
            pause(1);
            for (int i = 0; i < 3; i++) {
                runner.cancel();
                pause(1);
                assertThat(runner.isDone()).isFalse();
            }
            assertThat(failureOf(runner)).isInstanceOf(CancelledError.class);
            assertThat(cleaned).hasValue(1);
        });
    }

    @Test
    void aGeneratorExitOfTheBlockIsThrownBare() throws Exception {
        program(() -> {
            var group = new TaskGroup();
            var exit = new GeneratorExit();
            assertThat(failureOf(() -> asyncWith(group, () -> {
                throw exit;
            }))).isSameAs(exit);
        });
    }

    @Test
    @CPythonTest({"test_taskgroups.TestTaskGroup.test_exception_refcycles_direct",
            "test_taskgroups.TestTaskGroup.test_exception_refcycles_errors",
            "test_taskgroups.TestTaskGroup.test_exception_refcycles_parent_task",
            "test_taskgroups.TestTaskGroup.test_exception_refcycles_parent_task_wr",
            "test_taskgroups.TestTaskGroup.test_exception_refcycles_propagate_cancellation_error",
            "test_taskgroups.TestTaskGroup.test_exception_refcycles_base_error"})
    void aGroupThatHasEndedHoldsNeitherFailuresNorTasks() throws Exception {
        program(() -> {
            for (Throwable thrown : new Throwable[]{zero, new Fatal(), new KeyboardInterrupt()}) {
                var group = new TaskGroup();
                assertThat(failureOf(() -> asyncWith(group, () -> {
                    group.createTask(crashInFinally(10, new Broken()));
                    tick();
                    throw Rethrow.sneaky(thrown);
                }))).isNotNull();
                assertThat(held(group)).doesNotHaveAnyElementsOfTypes(Throwable.class, Task.class);
                assertThat(group.toString()).doesNotContain("errors");
            }
        });
    }

    private static List<Object> held(TaskGroup group) throws IllegalAccessException {
        List<Object> held = new ArrayList<>();
        for (Field field : TaskGroup.class.getDeclaredFields()) {
            field.setAccessible(true);
            Object value = field.get(group);
            if (value != null) {
                held.add(value);
            }
        }
        return held;
    }
}
