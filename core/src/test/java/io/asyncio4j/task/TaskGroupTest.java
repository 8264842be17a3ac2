package io.asyncio4j.task;

import static io.asyncio4j.Program.go;
import static io.asyncio4j.Program.spawn;
import static io.asyncio4j.Program.tick;
import static io.asyncio4j.coroutine.AsyncWith.asyncWith;
import static io.asyncio4j.task.Bodies.classesIn;
import static io.asyncio4j.task.Bodies.crashAfter;
import static io.asyncio4j.task.Bodies.currentTask;
import static io.asyncio4j.task.Bodies.failureOf;
import static io.asyncio4j.task.Bodies.group;
import static io.asyncio4j.task.Bodies.pause;
import static io.asyncio4j.task.Sleep.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.VirtualTime;
import io.asyncio4j.context.Context;
import io.asyncio4j.context.ContextVar;
import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.Bodies.Broken;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The life of a group and its tasks; what happens on failures is in [TaskGroupFailureTest].
class TaskGroupTest {

    @Nullable TaskFactory factory() {
        return null;
    }

    private void program(AsyncAction body) throws Exception {
        Bodies.program(factory(), body);
    }

    @Test
    @CPythonTest("test_taskgroups.TestTaskGroup.test_taskgroup_01")
    void theBlockEndsWhenAllTasksAreDone() throws Exception {
        program(() -> {
            var tasks = new ArrayList<Task<Integer>>();
            group(group -> {
                tasks.add(group.createTask(sleep(0.1, 42)));
                tasks.add(group.createTask(sleep(0.2, 11)));
            });
            assertThat(Bodies.results(tasks)).containsExactly(42, 11);
            assertThat(Bodies.now()).isEqualTo(0.2);
        });
    }

    @Test
    @CPythonTest("test_taskgroups.TestTaskGroup.test_taskgroup_02")
    void tasksMayBeAddedLater() throws Exception {
        program(() -> {
            var tasks = new ArrayList<Task<Integer>>();
            group(group -> {
                tasks.add(group.createTask(sleep(0.1, 42)));
                pause(0.15);
                tasks.add(group.createTask(sleep(0.2, 11)));
            });
            assertThat(Bodies.results(tasks)).containsExactly(42, 11);
        });
    }

    @Test
    @CPythonTest("test_taskgroups.TestTaskGroup.test_taskgroup_03")
    void aCancelledTaskDisturbsNobody() throws Exception {
        program(() -> {
            var tasks = new ArrayList<Task<Integer>>();
            group(group -> {
                tasks.add(group.createTask(sleep(1, 42)));
                pause(0.15);
                tasks.getFirst().cancel();
                tasks.add(group.createTask(sleep(0.2, 11)));
            });
            assertThat(tasks.getFirst().isCancelled()).isTrue();
            assertThat(tasks.getLast().result()).isEqualTo(11);
        });
    }

    @Test
    @CPythonTest("test_taskgroups.TestTaskGroup.test_taskgroup_23")
    void tasksThatAreDoneAreForgotten() throws Exception {
        program(() -> group(group -> {
            for (int count = 0; count < 10; count++) {
                pause(0.1);
                group.createTask(sleep(0.3));
                if (count == 5) {
                    assertThat(group.taskCount()).isLessThan(5);
                }
            }
            pause(1.35);
            assertThat(group.taskCount()).isZero();
        }));
    }

    @Test
    @CPythonTest("test_taskgroups.TestTaskGroup.test_taskgroup_24")
    void tasksMayAddTasksWhileTheBlockEnds() throws Exception {
        program(() -> {
            var done = new AtomicInteger();
            group(group -> group.createTask(() -> {
                pause(0.1);
                group.createTask(sleep(0.1)).addDoneCallback(task -> done.incrementAndGet());
                group.createTask(sleep(0.2)).addDoneCallback(task -> done.incrementAndGet());
            }));
            assertThat(done).hasValue(2);
        });
    }

    @Test
    @CPythonTest("test_taskgroups.TestTaskGroup.test_taskgroup_25")
    void endlessSpawningStopsOnAFailure() throws Exception {
        program(() -> {
            var hydras = new AtomicInteger();
            Throwable failure = failureOf(() -> group(group -> {
                group.createTask(hydra(group, hydras));
                group.createTask(() -> {
                    while (hydras.get() < 10) {
                        pause(0.015);
                    }
                    throw new ArithmeticException();
                });
            }));
            assertThat(classesIn(failure)).containsExactly(ArithmeticException.class);
            assertThat(hydras.get()).isGreaterThanOrEqualTo(10);
        });
    }

    private static Coroutine<Void> hydra(TaskGroup group, AtomicInteger heads) {
        return Coroutine.of(() -> {
            heads.incrementAndGet();
            pause(0.01);
            group.createTask(hydra(group, heads));
            group.createTask(hydra(group, heads));
            return null;
        });
    }

    @Test
    @CPythonTest({"test_taskgroups.TestTaskGroup.test_taskgroup_task_name",
            "test_taskgroups.TestTaskGroup.test_name"})
    void tasksTakeTheirName() throws Exception {
        program(() -> {
            var seen = new AtomicReference<String>();
            group(group -> {
                Task<Void> task = group.createTask(Coroutine.of(() -> {
                    seen.set(currentTask().getName());
                    return null;
                }), "yolo");
                assertThat(task.getName()).isEqualTo("yolo");
            });
            assertThat(seen).hasValue("yolo");
        });
    }

    @Test
    @CPythonTest("test_taskgroups.TestTaskGroup.test_taskgroup_task_context")
    void tasksTakeTheirContext() throws Exception {
        program(() -> {
            ContextVar<Integer> variable = ContextVar.of("variable");
            group(group -> {
                Context context = Context.copyContext();
                for (int i = 1; i <= 2; i++) {
                    int value = i;
                    group.createTask(Coroutine.of(() -> {
                        tick();
                        return variable.set(value);
                    }), null, context).await();
                    assertThat(context.get(variable)).isEqualTo(value);
                }
            });
        });
    }

    @Test
    @CPythonTest("test_taskgroups.TestTaskGroup.test_taskgroup_no_create_task_after_failure")
    void noTaskIsAddedAfterAFailure() throws Exception {
        program(() -> {
            var refusal = new AtomicReference<Throwable>();
            Throwable failure = failureOf(() -> group(group -> {
                group.createTask(crashAfter(0.001, new ArithmeticException()));
                group.createTask(() -> {
                    try {
                        pause(1);
                    } catch (CancelledError cancelled) {
                        refusal.set(failureOf(() -> group.createTask(sleep(1))));
                    }
                });
            }));
            assertThat(classesIn(failure)).containsExactly(ArithmeticException.class);
            assertThat(refusal.get()).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is shutting down");
        });
    }

    @Test
    @CPythonTest("test_taskgroups.TestTaskGroup.test_taskgroup_already_entered")
    void aGroupIsNotEnteredWhileItIsEntered() throws Exception {
        program(() -> group(
                group -> assertThatThrownBy(group::aenter).isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("has already been entered")));
    }

    @Test
    @CPythonTest("test_taskgroups.TestTaskGroup.test_taskgroup_double_enter")
    void aGroupIsNotEnteredTwice() throws Exception {
        program(() -> {
            var group = new TaskGroup();
            asyncWith(group, () -> assertThat(group).hasToString("<TaskGroup entered>"));
            assertThatThrownBy(group::aenter).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("has already been entered");
        });
    }

    @Test
    @CPythonTest({"test_taskgroups.TestTaskGroup.test_taskgroup_finished",
            "test_taskgroups.TestTaskGroup.test_coro_closed_when_tg_closed"})
    void aFinishedGroupClosesTheCoroutineItRefuses() throws Exception {
        program(() -> {
            var group = new TaskGroup();
            asyncWith(group, () -> assertThat(group.taskCount()).isZero());
            Coroutine<?> refused = sleep(0.0, null);
            assertThatThrownBy(() -> group.createTask(refused)).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is finished");
            assertThat(refused.state()).isEqualTo(Coroutine.State.CLOSED);
        });
    }

    @Test
    @CPythonTest("test_taskgroups.TestTaskGroup.test_taskgroup_not_entered")
    void aGroupThatIsNotEnteredRefusesTasks() throws Exception {
        program(() -> {
            Coroutine<?> refused = sleep(0.0, null);
            assertThatThrownBy(() -> new TaskGroup().createTask(refused))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("has not been entered");
            assertThat(refused.state()).isEqualTo(Coroutine.State.CLOSED);
        });
    }

    @Test
    @CPythonTest("test_taskgroups.TestTaskGroup.test_taskgroup_without_parent_task")
    void aGroupNeedsATask() throws Exception {
        var loop = VirtualTime.newLoop();
        var group = new TaskGroup();
        var failure = new AtomicReference<Throwable>();
        loop.callSoon(() -> failure.set(failureOf(group::aenter)));
        loop.stop();
        loop.runForever();
        assertThat(failure.get()).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("parent task");
        assertThatThrownBy(() -> group.createTask(sleep(0.0, null)))
                .hasMessageContaining("has not been entered");
        loop.close();
    }

    @Test
    void theTextTellsTasksFailuresAndState() throws Exception {
        program(() -> {
            var group = new TaskGroup();
            assertThat(group).hasToString("<TaskGroup>");
            var texts = new ArrayList<String>();
            Throwable failure = failureOf(() -> asyncWith(group, () -> {
                group.createTask(sleep(5));
                group.createTask(crashAfter(1, new Broken()));
                texts.add(group.toString());
                try {
                    pause(10);
                } finally {
                    texts.add(group.toString());
                }
            }));
            assertThat(texts).containsExactly("<TaskGroup tasks=2 entered>",
                    "<TaskGroup tasks=1 errors=1 cancelling>");
            assertThat(classesIn(failure)).containsExactly(Broken.class);
        });
    }

    @Test
    void tasksAreCancelledInTheOrderOfTheirCreation() throws Exception {
        program(() -> {
            List<Integer> order = new ArrayList<>();
            Task<Void> runner = go(() -> group(group -> {
                for (int i = 0; i < 5; i++) {
                    int number = i;
                    group.createTask(() -> {
                        try {
                            pause(10 - number);
                        } finally {
                            order.add(number);
                        }
                    });
                }
            }));
            pause(1);
            runner.cancel();
            assertThat(failureOf(runner)).isInstanceOf(CancelledError.class);
            assertThat(order).containsExactly(0, 1, 2, 3, 4);
        });
    }

    @Test
    void cancelEndsTheBlockWithoutAnError() throws Exception {
        program(() -> {
            var reached = new ArrayList<String>();
            var tasks = new ArrayList<Task<?>>();
            group(group -> {
                tasks.add(group.createTask(sleep(10)));
                group.createTask(() -> {
                    pause(1);
                    group.cancel();
                    group.cancel();
                });
                try {
                    pause(20);
                } finally {
                    reached.add("finally");
                }
                reached.add("end");
            });
            assertThat(reached).containsExactly("finally");
            assertThat(tasks.getFirst().isCancelled()).isTrue();
            assertThat(Bodies.now()).isEqualTo(1.0);
            assertThat(currentTask().cancelling()).isZero();
        });
    }

    @Test
    void cancelWhileTheBlockEndsLeavesItWithoutAnError() throws Exception {
        program(() -> {
            var outer = new TaskGroup();
            asyncWith(outer, () -> {
                outer.createTask(sleep(10));
                outer.createTask(() -> {
                    pause(1);
                    outer.cancel();
                });
            });
            assertThat(Bodies.now()).isEqualTo(1.0);
            tick();
            assertThat(currentTask().cancelling()).isZero();
        });
    }

    @Test
    void cancelBeforeEntryTakesEffectAtTheFirstAwait() throws Exception {
        program(() -> {
            var group = new TaskGroup();
            group.cancel();
            var reached = new ArrayList<String>();
            asyncWith(group, () -> {
                reached.add("entered");
                pause(10);
                reached.add("end");
            });
            assertThat(reached).containsExactly("entered");
            assertThat(Bodies.now()).isZero();
            group.cancel();
            tick();
        });
    }

    @Test
    void cancelDoesNotHideAForeignCancellation() throws Exception {
        program(() -> {
            var groups = new ArrayList<TaskGroup>();
            Task<Void> runner = go(() -> group(group -> {
                groups.add(group);
                group.createTask(sleep(10));
            }));
            pause(1);
            groups.getFirst().cancel();
            runner.cancel();
            assertThat(failureOf(runner)).isInstanceOf(CancelledError.class);
            assertThat(runner.isCancelled()).isTrue();
        });
    }

    @Test
    void cancelStillReportsFailures() throws Exception {
        program(() -> {
            Throwable failure = failureOf(() -> group(group -> {
                group.createTask(Bodies.crashInFinally(10, new Broken()));
                tick(2);
                group.cancel();
            }));
            assertThat(classesIn(failure)).containsExactly(Broken.class);
            assertThat(currentTask().cancelling()).isZero();
        });
    }

    @Test
    void aTaskThatIsNotACoroutineRunsTheBody() throws Exception {
        program(() -> {
            var results = new ArrayList<Task<String>>();
            group(group -> results.add(group.createTask(() -> "text")));
            assertThat(results.getFirst().result()).isEqualTo("text");
            assertThat(spawn(() -> 1).await()).isEqualTo(1);
        });
    }
}
