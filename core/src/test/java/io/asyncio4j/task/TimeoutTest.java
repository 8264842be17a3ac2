package io.asyncio4j.task;

import static io.asyncio4j.Program.go;
import static io.asyncio4j.Program.program;
import static io.asyncio4j.Program.spawn;
import static io.asyncio4j.Program.tick;
import static io.asyncio4j.coroutine.AsyncWith.asyncWith;
import static io.asyncio4j.task.Bodies.currentTask;
import static io.asyncio4j.task.Bodies.failureOf;
import static io.asyncio4j.task.Bodies.now;
import static io.asyncio4j.task.Bodies.pause;
import static io.asyncio4j.task.Timeout.timeout;
import static io.asyncio4j.task.Timeout.timeoutAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.VirtualTime;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.Bodies.Broken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class TimeoutTest {

    @Test
    @CPythonTest({"test_timeouts.TimeoutTests.test_timeout_basic",
            "test_timeouts.TimeoutTests.test_waiter_cancelled"})
    void aBlockThatTakesTooLongIsCancelledAndTimesOut() throws Exception {
        program(() -> {
            var limit = timeout(0.01);
            var seen = new ArrayList<Throwable>();
            Throwable failure = failureOf(() -> asyncWith(limit, () -> {
                try {
                    pause(10);
                } catch (CancelledError cancelled) {
                    seen.add(cancelled);
                    throw cancelled;
                }
            }));
            assertThat(failure).isInstanceOf(TimeoutException.class).hasCause(seen.getFirst()).hasMessage(
                    "timeout expired: 0.01 s are over; allow more time, or catch TimeoutException");
            assertThat(limit.expired()).isTrue();
            assertThat(now()).isEqualTo(0.01);
        });
    }

    @Test
    @CPythonTest("test_timeouts.TimeoutTests.test_timeout_at_basic")
    void aDeadlineIsAPointOnTheClock() throws Exception {
        program(() -> {
            pause(1);
            double deadline = now() + 0.5;
            var limit = timeoutAt(deadline);
            assertThat(failureOf(() -> asyncWith(limit, () -> pause(10)))).isInstanceOf(TimeoutException.class)
                    .hasMessageContaining("deadline 1.5 of the loop's clock");
            assertThat(limit.expired()).isTrue();
            assertThat(limit.when()).isEqualTo(deadline);
            assertThat(now()).isEqualTo(deadline);
        });
    }

    @Test
    void aDelayMayBeADuration() throws Exception {
        program(() -> {
            assertThat(timeout(Duration.ofMillis(1500)).when()).isEqualTo(1.5);
            assertThat(timeout(Duration.ofSeconds(Long.MAX_VALUE)).when()).isGreaterThan(9e18);
        });
    }

    @Test
    @CPythonTest("test_timeouts.TimeoutTests.test_nested_timeouts")
    void ofNestedLimitsTheOuterOneTimesOut() throws Exception {
        program(() -> {
            double deadline = now() + 0.01;
            var outer = timeoutAt(deadline);
            var inner = timeoutAt(deadline);
            var between = new ArrayList<Throwable>();
            assertThat(failureOf(() -> asyncWith(outer, () -> {
                try {
                    asyncWith(inner, () -> pause(10));
                } catch (CancelledError cancelled) {
                    between.add(cancelled);
                    throw cancelled;
                }
            }))).isInstanceOf(TimeoutException.class);
            assertThat(between).hasSize(1);
            assertThat(outer.expired()).isTrue();
            assertThat(inner.expired()).isTrue();
        });
    }

    @Test
    @CPythonTest("test_timeouts.TimeoutTests.test_timeout_not_called")
    void aBlockThatIsQuickEnoughIsNotDisturbed() throws Exception {
        program(() -> {
            var limit = timeout(10);
            asyncWith(limit, () -> pause(0.01));
            assertThat(limit.expired()).isFalse();
            assertThat(limit.when()).isGreaterThan(now());
            pause(20);
            assertThat(currentTask().cancelling()).isZero();
        });
    }

    @Test
    @CPythonTest({"test_timeouts.TimeoutTests.test_timeout_disabled",
            "test_timeouts.TimeoutTests.test_timeout_at_disabled",
            "test_timeouts.TimeoutTests.test_repr_disabled"})
    void noneIsNoLimit() throws Exception {
        program(() -> {
            for (Timeout limit : List.of(timeout(Timeout.NONE), timeoutAt(Timeout.NONE))) {
                asyncWith(limit, () -> {
                    assertThat(limit).hasToString("<Timeout [active] when=none>");
                    pause(1e6);
                });
                assertThat(limit.expired()).isFalse();
                assertThat(limit.when()).isEqualTo(Timeout.NONE);
            }
        });
    }

    @Test
    @CPythonTest({"test_timeouts.TimeoutTests.test_timeout_zero",
            "test_timeouts.TimeoutTests.test_timeout_zero_sleep_zero",
            "test_timeouts.TimeoutTests.test_timeout_in_the_past_sleep_zero"})
    void withNoTimeTheFirstAwaitTimesOut() throws Exception {
        program(() -> {
            for (double delay : new double[]{0, -11}) {
                for (double sleep : new double[]{10, 0}) {
                    var limit = timeout(delay);
                    assertThat(failureOf(() -> asyncWith(limit, () -> pause(sleep))))
                            .isInstanceOf(TimeoutException.class);
                    assertThat(limit.expired()).isTrue();
                    assertThat(now()).isZero();
                }
            }
        });
    }

    @Test
    void aBlockThatNeverAwaitsIsNotDisturbed() throws Exception {
        program(() -> {
            var limit = timeout(0);
            asyncWith(limit, () -> VirtualTime.pass(5));
            assertThat(limit.expired()).isFalse();
            tick(3);
        });
    }

    @Test
    @CPythonTest("test_timeouts.TimeoutTests.test_foreign_exception_passed")
    void aFailureInTimePasses() throws Exception {
        program(() -> {
            var limit = timeout(0.01);
            var broken = new Broken();
            assertThat(failureOf(() -> asyncWith(limit, () -> {
                throw broken;
            }))).isSameAs(broken);
            assertThat(limit.expired()).isFalse();
            assertThat(broken).hasNoSuppressedExceptions();
        });
    }

    @Test
    @CPythonTest({"test_timeouts.TimeoutTests.test_timeout_exception_context",
            "test_timeouts.TimeoutTests.test_timeout_exception_cause"})
    void theTimeoutIsCausedByTheCancellation() throws Exception {
        program(() -> {
            Throwable failure = failureOf(() -> asyncWith(timeout(0.01), () -> {
                try {
                    throw new Broken();
                } finally {
                    pause(1);
                }
            }));
            assertThat(failure).isInstanceOf(TimeoutException.class);
            assertThat(failure.getCause()).isInstanceOf(CancelledError.class).hasNoCause();
        });
    }

    @Test
    @CPythonTest({"test_timeouts.TimeoutTests.test_foreign_exception_on_timeout",
            "test_timeouts.TimeoutTests.test_foreign_exception_on_timeout_2"})
    void aFailureThatReplacesTheCancellationTellsOfTheTimeout() throws Exception {
        program(() -> {
            var broken = new Broken();
            var limit = timeout(0.01);
            Throwable failure =
                    failureOf(() -> asyncWith(limit, () -> Bodies.crashInFinally(1, broken).await()));
            assertThat(failure).isSameAs(broken);
            assertThat(failure.getSuppressed()).singleElement().isInstanceOf(TimeoutException.class);
            assertThat(limit.expired()).isTrue();
        });
    }

    @Test
    @CPythonTest("test_timeouts.TimeoutTests.test_timeout_taskgroup")
    void aGroupThatFailsBecauseOfTheTimeoutTellsOfIt() throws Exception {
        program(() -> {
            var broken = new Broken();
            Throwable failure = failureOf(() -> asyncWith(timeout(0.01), () -> Bodies.group(group -> {
                group.createTask(Bodies.crashInFinally(2, broken));
                pause(1);
            })));
            assertThat(failure).isInstanceOf(ExceptionGroup.class);
            assertThat(((ExceptionGroup) failure).exceptions()).containsExactly(broken);
            assertThat(failure.getSuppressed()).hasSize(2).anyMatch(TimeoutException.class::isInstance);
            assertThat(currentTask().cancelling()).isZero();
        });
    }

    @Test
    @CPythonTest("test_timeouts.TimeoutTests.test_foreign_cancel_doesnt_timeout_if_not_expired")
    void aForeignCancellationStaysOne() throws Exception {
        program(() -> {
            var limit = timeout(10);
            assertThat(failureOf(() -> asyncWith(limit, () -> {
                currentTask().cancel();
                pause(10);
            }))).isInstanceOf(CancelledError.class);
            assertThat(limit.expired()).isFalse();
        });
    }

    @Test
    void aForeignCancellationAtTheDeadlineStaysOne() throws Exception {
        program(() -> {
            var limit = timeout(1);
            Task<Void> task = go(() -> asyncWith(limit, () -> pause(10)));
            tick();
            EventLoop.running().callAt(1, task::cancel);
            assertThat(failureOf(task)).isInstanceOf(CancelledError.class);
            assertThat(limit.expired()).isTrue();
            assertThat(now()).isEqualTo(1);
        });
    }

    @Test
    @CPythonTest("test_timeouts.TimeoutTests.test_outer_task_is_not_cancelled")
    void theTaskAroundIsNotCancelled() throws Exception {
        program(() -> {
            Task<Void> task = go(() -> assertThat(failureOf(() -> asyncWith(timeout(0.001), () -> pause(10))))
                    .isInstanceOf(TimeoutException.class));
            task.await();
            assertThat(task.isCancelled()).isFalse();
            assertThat(task.isDone()).isTrue();
        });
    }

    @Test
    @CPythonTest("test_timeouts.TimeoutTests.test_nested_timeouts_concurrent")
    void bothOfTwoNestedLimitsMayStrikeAtOnce() throws Exception {
        program(() -> {
            Throwable failure =
                    failureOf(() -> asyncWith(timeout(0.002), () -> asyncWith(timeout(0.1), () -> {
                        VirtualTime.pass(0.2);
                        pause(1);
                    })));
            assertThat(failure).isInstanceOf(TimeoutException.class);
            assertThat(currentTask().cancelling()).isZero();
        });
    }

    @Test
    @CPythonTest("test_timeouts.TimeoutTests.test_nested_timeouts_loop_busy")
    void theOuterLimitStrikesAfterTheInnerOneWasHandled() throws Exception {
        program(() -> {
            Throwable failure = failureOf(() -> asyncWith(timeout(0.1), () -> {
                assertThat(failureOf(() -> asyncWith(timeout(0.01), () -> {
                    VirtualTime.pass(0.05);
                    pause(1);
                }))).isInstanceOf(TimeoutException.class);
                pause(10);
            }));
            assertThat(failure).isInstanceOf(TimeoutException.class);
            assertThat(now()).isEqualTo(0.1);
        });
    }

    @Test
    @CPythonTest("test_timeouts.TimeoutTests.test_reschedule")
    void theDeadlineCanBeMoved() throws Exception {
        program(() -> {
            var entered = new Future<Timeout>();
            Task<Void> task = go(() -> asyncWith(timeoutAt(10), limit -> {
                entered.setResult(limit);
                pause(50);
            }));
            Timeout limit = entered.await();
            assertThat(limit.when()).isEqualTo(10);
            limit.reschedule(30);
            assertThat(limit.when()).isEqualTo(30);
            pause(20);
            assertThat(task.isDone()).isFalse();
            limit.reschedule(Timeout.NONE);
            assertThat(limit.when()).isEqualTo(Timeout.NONE);
            task.cancel();
            assertThat(failureOf(task)).isInstanceOf(CancelledError.class);
            assertThat(limit.expired()).isFalse();
        });
    }

    @Test
    void aDeadlineMovedIntoThePastStrikesSoon() throws Exception {
        program(() -> {
            Throwable failure = failureOf(() -> asyncWith(timeout(10), limit -> {
                limit.reschedule(now());
                pause(5);
            }));
            assertThat(failure).isInstanceOf(TimeoutException.class);
            assertThat(now()).isZero();
        });
    }

    @Test
    @CPythonTest({"test_timeouts.TimeoutTests.test_repr_active",
            "test_timeouts.TimeoutTests.test_repr_finished"})
    void theTextTellsStateAndDeadline() throws Exception {
        program(() -> {
            var limit = timeout(10);
            assertThat(limit).hasToString("<Timeout [created]>");
            asyncWith(limit, () -> assertThat(limit).hasToString("<Timeout [active] when=10.0>"));
            assertThat(limit).hasToString("<Timeout [finished]>");
        });
    }

    @Test
    @CPythonTest("test_timeouts.TimeoutTests.test_repr_expired")
    void theTextTellsOfTheExpiry() throws Exception {
        program(() -> {
            var limit = timeout(0.01);
            assertThat(failureOf(() -> asyncWith(limit, () -> pause(10))))
                    .isInstanceOf(TimeoutException.class);
            assertThat(limit).hasToString("<Timeout [expired]>");
        });
    }

    @Test
    @CPythonTest("test_timeouts.TimeoutTests.test_nested_timeout_in_finally")
    void aCleanUpMayHaveALimitOfItsOwn() throws Exception {
        program(() -> {
            var inner = new ArrayList<Throwable>();
            Throwable outer = failureOf(() -> asyncWith(timeout(0.01), () -> {
                try {
                    pause(1);
                } finally {
                    inner.add(failureOf(() -> asyncWith(timeout(0.01), () -> pause(10))));
                }
            }));
            assertThat(outer).isInstanceOf(TimeoutException.class);
            assertThat(inner).singleElement().isInstanceOf(TimeoutException.class);
            assertThat(inner.getFirst().getCause()).isInstanceOf(CancelledError.class)
                    .isNotSameAs(outer.getCause());
        });
    }

    @Test
    @CPythonTest("test_timeouts.TimeoutTests.test_timeout_after_cancellation")
    void aCleanUpAfterACancellationMayTimeOut() throws Exception {
        program(() -> {
            currentTask().cancel();
            assertThat(failureOf(() -> pause(1))).isInstanceOf(CancelledError.class);
            assertThat(failureOf(() -> asyncWith(timeout(0.0), () -> pause(1))))
                    .isInstanceOf(TimeoutException.class);
            assertThat(currentTask().cancelling()).isEqualTo(1);
        });
    }

    @Test
    @CPythonTest("test_timeouts.TimeoutTests.test_cancel_in_timeout_after_cancellation")
    void aCleanUpAfterACancellationMayBeCancelledAgain() throws Exception {
        program(() -> {
            currentTask().cancel();
            assertThat(failureOf(() -> pause(1))).isInstanceOf(CancelledError.class);
            assertThat(failureOf(() -> asyncWith(timeout(1.0), () -> {
                currentTask().cancel();
                pause(2);
            }))).isInstanceOf(CancelledError.class);
        });
    }

    @Test
    @CPythonTest({"test_timeouts.TimeoutTests.test_timeout_already_entered",
            "test_timeouts.TimeoutTests.test_timeout_double_enter"})
    void aLimitIsEnteredOnce() throws Exception {
        program(() -> {
            var limit = timeout(0.01);
            asyncWith(limit,
                    () -> assertThatThrownBy(limit::aenter).hasMessageContaining("has already been entered"));
            assertThatThrownBy(limit::aenter).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("has already been entered");
        });
    }

    @Test
    @CPythonTest({"test_timeouts.TimeoutTests.test_timeout_finished",
            "test_timeouts.TimeoutTests.test_timeout_expired",
            "test_timeouts.TimeoutTests.test_timeout_expiring",
            "test_timeouts.TimeoutTests.test_timeout_not_entered"})
    void onlyAnActiveLimitCanBeMoved() throws Exception {
        program(() -> {
            var limit = timeout(0.01);
            assertThatThrownBy(() -> limit.reschedule(1)).hasMessageContaining("has not been entered");
            asyncWith(limit, () -> {
                assertThat(failureOf(() -> pause(1))).isInstanceOf(CancelledError.class);
                assertThatThrownBy(() -> limit.reschedule(1)).isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("expiring");
            });
            assertThatThrownBy(() -> limit.reschedule(1)).hasMessageContaining("expired");
            var quick = timeout(0.01);
            asyncWith(quick, () -> tick());
            assertThatThrownBy(() -> quick.reschedule(1)).hasMessageContaining("finished");
        });
    }

    @Test
    @CPythonTest("test_timeouts.TimeoutTests.test_timeout_without_task")
    void aLimitNeedsATask() throws Exception {
        program(() -> {
            var limit = timeout(0.01);
            var failures = new ArrayList<Throwable>();
            EventLoop.running().callSoon(() -> failures.add(failureOf(limit::aenter)));
            tick(2);
            assertThat(failures).singleElement().isInstanceOf(IllegalStateException.class)
                    .extracting(Throwable::getMessage).asString().contains("task");
            assertThatThrownBy(() -> limit.reschedule(1)).hasMessageContaining("has not been entered");
        });
    }

    @Test
    void aLimitThatIsNotANumberIsRefused() throws Exception {
        program(() -> {
            assertThatIllegalArgumentException().isThrownBy(() -> timeout(Double.NaN))
                    .withMessageContaining("NaN");
            assertThatIllegalArgumentException().isThrownBy(() -> timeoutAt(Double.NaN));
            asyncWith(timeout(1), limit -> assertThatIllegalArgumentException()
                    .isThrownBy(() -> limit.reschedule(Double.NaN)));
        });
    }

    @Test
    void aTimerOfABlockThatHasEndedKeepsNothingAlive() throws Exception {
        program(() -> {
            Task<Integer> task = spawn(() -> {
                asyncWith(timeout(100), () -> tick());
                return 1;
            });
            assertThat(task.await()).isEqualTo(1);
            assertThat(now()).isZero();
        });
    }
}
