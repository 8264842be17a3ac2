package io.asyncio4j.task;

import static io.asyncio4j.Program.go;
import static io.asyncio4j.Program.tick;
import static io.asyncio4j.coroutine.AsyncWith.asyncWith;
import static io.asyncio4j.task.Bodies.failureOf;
import static io.asyncio4j.task.Bodies.now;
import static io.asyncio4j.task.Bodies.pause;
import static io.asyncio4j.task.Sleep.sleep;
import static io.asyncio4j.task.StaggeredRace.staggeredRace;
import static io.asyncio4j.task.Timeout.timeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.asyncio4j.Asyncio;
import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.TypeException;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.SystemExit;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.Bodies.Broken;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each with tasks that start as usual, and with tasks that start at once.
class StaggeredRaceTest {

    private static void program(boolean eager, AsyncAction body) throws Exception {
        Bodies.program(eager ? TaskFactory.EAGER : null, body);
    }

    private static <T> Supplier<Awaitable<T>> competitor(Awaitable<T> body) {
        return () -> body;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @CPythonTest("test_staggered.StaggeredTests.test_empty")
    void nobodyWinsARaceWithoutCompetitors(boolean eager) throws Exception {
        program(eager, () -> {
            StaggeredResult<Object> result = staggeredRace(List.of(), Timeout.NONE).await();
            assertThat(result.hasWinner()).isFalse();
            assertThat(result.winner()).isNull();
            assertThat(result.exceptions()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @CPythonTest("test_staggered.StaggeredTests.test_one_successful")
    void theFirstWinsAndTheSecondIsNotStarted(boolean eager) throws Exception {
        program(eager, () -> {
            StaggeredResult<String> result =
                    staggeredRace(List.of(competitor(() -> "0"), competitor(() -> "1")),
                            Timeout.NONE).await();
            assertThat(result).isEqualTo(new StaggeredResult<>("0", 0, result.exceptions()));
            assertThat(result.exceptions()).containsExactly((Throwable) null);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @CPythonTest({"test_staggered.StaggeredTests.test_first_error_second_successful",
            "test_eager_task_factory.EagerTaskFactoryLoopTests.test_staggered_race_with_eager_tasks_no_delay"})
    void theSecondStartsWhenTheFirstFails(boolean eager) throws Exception {
        program(eager, () -> {
            var broken = new Broken();
            StaggeredResult<String> result = StaggeredRace.<String>staggeredRace(List.of(competitor(() -> {
                throw broken;
            }), competitor(() -> "1")), Timeout.NONE).await();
            assertThat(result.winner()).isEqualTo("1");
            assertThat(result.winnerIndex()).isEqualTo(1);
            assertThat(result.exceptions()).containsExactly(broken, null);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @CPythonTest({"test_staggered.StaggeredTests.test_first_timeout_second_successful",
            "test_eager_task_factory.EagerTaskFactoryLoopTests.test_staggered_race_with_eager_tasks"})
    void theSecondStartsWhenTheFirstTakesLong(boolean eager) throws Exception {
        program(eager, () -> {
            StaggeredResult<String> result = staggeredRace(
                    List.of(competitor(sleep(10, "0")), competitor(sleep(0.2, "1")),
                            competitor(sleep(10, "2"))),
                    0.1)
                    .await();
            assertThat(result.winner()).isEqualTo("1");
            assertThat(result.winnerIndex()).isEqualTo(1);
            assertThat(result.exceptions()).hasSize(3).element(1).isNull();
            assertThat(result.exceptions().getFirst()).isInstanceOf(CancelledError.class);
            assertThat(result.exceptions().getLast()).isInstanceOf(CancelledError.class);
            assertThat(now()).isCloseTo(0.3, within(1e-6));
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @CPythonTest("test_staggered.StaggeredTests.test_none_successful")
    void nobodyWinsWhenAllFail(boolean eager) throws Exception {
        program(eager, () -> {
            StaggeredResult<String> result = StaggeredRace.<String>staggeredRace(
                    List.of(() -> Bodies.failing(new Broken()), () -> Bodies.failing(new Broken())),
                    Timeout.NONE).await();
            assertThat(result.winner()).isNull();
            assertThat(result.winnerIndex()).isEqualTo(-1);
            assertThat(result.exceptions()).hasSize(2).allMatch(Broken.class::isInstance);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @CPythonTest("test_staggered.StaggeredTests.test_multiple_winners")
    void ofTwoThatSucceedInTheSameIterationTheFirstWins(boolean eager) throws Exception {
        program(eager, () -> {
            var event = new Future<Void>();
            Supplier<Awaitable<Integer>> first = competitor(() -> {
                shielded(event);
                return 0;
            });
            Supplier<Awaitable<Integer>> second = competitor(() -> {
                shielded(event);
                return 1;
            });
            Supplier<Awaitable<Integer>> starter = competitor(() -> {
                event.setResult(null);
                return new Future<Integer>().await();
            });
            StaggeredResult<Integer> result = staggeredRace(List.of(first, second, starter), 0.1).await();
            assertThat(result.winner()).isZero();
            assertThat(result.winnerIndex()).isZero();
            assertThat(result.exceptions()).hasSize(3);
            assertThat(result.exceptions().getFirst()).isNull();
            assertThat(result.exceptions().subList(1, 3)).allMatch(CancelledError.class::isInstance);
        });
    }

    private static void shielded(Future<Void> event) throws Exception {
        Shield.shield(event).await();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @CPythonTest("test_staggered.StaggeredTests.test_cancelled")
    void aCancelledRaceCancelsItsCompetitorsEachTime(boolean eager) throws Exception {
        program(eager, () -> {
            var log = new ArrayList<String>();
            Throwable failure = failureOf(() -> asyncWith(timeout(Timeout.NONE),
                    outer -> asyncWith(timeout(Timeout.NONE), inner -> {
                        Coroutine<Void> body = Coroutine.of(() -> {
                            inner.reschedule(-1);
                            tick();
                            if (failureOf(() -> tick()) instanceof CancelledError) {
                                log.add("cancelled 1");
                            }
                            outer.reschedule(-1);
                            tick();
                            if (failureOf(() -> tick()) instanceof CancelledError) {
                                log.add("cancelled 2");
                            }
                            return null;
                        });
                        try {
                            staggeredRace(List.of(competitor(body)), Timeout.NONE).await();
                        } catch (CancelledError cancelled) {
                            log.add("cancelled 3");
                            throw cancelled;
                        }
                    })));
            assertThat(failure).isInstanceOf(TimeoutException.class);
            assertThat(log).containsExactly("cancelled 1", "cancelled 2", "cancelled 3");
        });
    }

    @Test
    void aSystemExitOfACompetitorFitsIntoNoGroup() {
        List<Throwable> seen = new ArrayList<>();
        Awaitable<Integer> exits = () -> {
            throw new SystemExit(3);
        };
        assertThatThrownBy(() -> Asyncio.run(() -> seen.add(failureOf(
                () -> staggeredRace(List.of(competitor(exits)), Timeout.NONE).await()))))
                .isInstanceOf(SystemExit.class);
        assertThat(seen).singleElement().isInstanceOf(TypeException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLoserThatReturnsIsReported(boolean eager) throws Exception {
        program(eager, () -> {
            Supplier<Awaitable<Integer>> stubborn = competitor(() -> {
                failureOf(() -> pause(10));
                return 0;
            });
            Throwable failure = failureOf(
                    () -> staggeredRace(List.of(stubborn, competitor(sleep(0.1, 1))), 0.1).await());
            assertThat(failure).isInstanceOf(ExceptionGroup.class)
                    .hasMessageContaining("staggered race failed");
            assertThat(Bodies.member(failure, 0)).hasMessageContaining("second winner");
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCancelledRaceLeavesNoTask(boolean eager) throws Exception {
        program(eager, () -> {
            Task<Void> race = go(
                    () -> staggeredRace(List.of(competitor(sleep(10, 1)), competitor(sleep(10, 2))), 1)
                            .await());
            pause(1.5);
            race.cancel("enough");
            assertThat(failureOf(race)).isInstanceOf(CancelledError.class);
            assertThat(Task.allTasks(EventLoop.running())).containsExactly(Task.currentTask());
        });
    }
}
