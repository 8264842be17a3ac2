package io.asyncio4j.task;

import static io.asyncio4j.task.ExceptStar.tryStar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.coroutine.TypeException;
import io.asyncio4j.ports.CPythonTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExceptStarTest {

    private final IllegalStateException state = new IllegalStateException("s");
    private final IOException io = new IOException("io");
    private final ArithmeticException arithmetic = new ArithmeticException("/");
    private final List<Throwable> handled = new ArrayList<>();

    private static AsyncAction raise(Exception failure) {
        return () -> {
            throw failure;
        };
    }

    @Test
    @CPythonTest("test_except_star.TestExceptStarSplitSemantics.test_match_single_type")
    void aClauseGetsTheGroupOfItsLeaves() throws Exception {
        tryStar(raise(new ExceptionGroup("m", List.of(state, io))))
                .except(IOException.class, group -> handled.addAll(group.exceptions()))
                .except(RuntimeException.class, group -> handled.addAll(group.exceptions())).run();
        assertThat(handled).containsExactly(io, state);
    }

    @Test
    @CPythonTest("test_except_star.TestExceptStarSplitSemantics.test_naked_exception_matched_wrapped1")
    void aSingleExceptionIsHandedOverAsAGroupWithoutMessage() throws Exception {
        var groups = new ArrayList<GroupedException>();
        tryStar(raise(io)).except(IOException.class, groups::add).except(Exception.class, groups::add).run();
        assertThat(groups).singleElement().satisfies(group -> {
            assertThat(group.message()).isEmpty();
            assertThat(group.exceptions()).containsExactly(io);
        });
    }

    @Test
    @CPythonTest("test_except_star.TestExceptStarSplitSemantics.test_plain_exception_not_matched")
    void aSingleExceptionThatNobodyTakesPassesAsItIs() {
        var statement = tryStar(raise(io)).except(RuntimeException.class, group -> handled.add(io));
        assertThat(catchThrowable(statement::run)).isSameAs(io);
        assertThat(handled).isEmpty();
    }

    @Test
    @CPythonTest({"test_except_star.TestExceptStarSplitSemantics.test_no_match_single_type",
            "test_except_star.TestExceptStarSplitSemantics.test_match_single_type_partial_match"})
    void whatNoClauseTakesIsThrownInItsShape() {
        var group = new ExceptionGroup("outer",
                List.of(state, new ExceptionGroup("inner", List.of(io, arithmetic))));
        assertThatThrownBy(
                tryStar(raise(group)).except(ArithmeticException.class, g -> handled.add(arithmetic))::run)
                .isInstanceOfSatisfying(ExceptionGroup.class, left -> {
                    assertThat(left.message()).isEqualTo("outer");
                    assertThat(left.leaves()).containsExactly(state, io);
                });
        assertThat(catchThrowable(
                tryStar(raise(group)).except(InterruptedException.class, g -> handled.add(io))::run))
                .isSameAs(group);
        assertThat(handled).containsExactly(arithmetic);
    }

    @Test
    @CPythonTest("test_except_star.TestExceptStarRaise.test_raise_named")
    void aFailingHandlerAddsItsFailureToWhatIsLeft() {
        var failure = new IOException("handler");
        var group = new ExceptionGroup("m", List.of(state, io));
        var statement = tryStar(raise(group)).except(RuntimeException.class, g -> {
            throw failure;
        });
        assertThatThrownBy(statement::run).isInstanceOfSatisfying(ExceptionGroup.class, thrown -> {
            assertThat(thrown.message()).isEmpty();
            assertThat(thrown.exceptions().getFirst()).isSameAs(failure);
            assertThat(((ExceptionGroup) thrown.exceptions().get(1)).exceptions()).containsExactly(io);
        });
    }

    @Test
    @CPythonTest("test_except_star.TestExceptStarRaise.test_raise_handle_all_raise_one_named")
    void theFailureOfTheHandlerOfASingleExceptionIsThrownBare() {
        var failure = new IllegalStateException("handler");
        var statement = tryStar(raise(io)).except(IOException.class, g -> {
            throw failure;
        });
        assertThat(catchThrowable(statement::run)).isSameAs(failure);
    }

    @Test
    @CPythonTest("test_except_star.TestExceptStarReraise.test_reraise_partial_handle_some_named")
    void throwingTheGroupAgainLeavesItUnhandled() {
        var group = new ExceptionGroup("m", List.of(state, io, arithmetic));
        var statement = tryStar(raise(group)).except(IllegalStateException.class, g -> {
            throw g.rethrow();
        }).except(IOException.class, g -> handled.addAll(g.exceptions()));
        assertThatThrownBy(statement::run).isInstanceOfSatisfying(ExceptionGroup.class, thrown -> {
            assertThat(thrown.message()).isEqualTo("m");
            assertThat(thrown.exceptions()).containsExactly(state, arithmetic);
        });
        assertThat(handled).containsExactly(io);
    }

    @Test
    @CPythonTest("test_except_star.TestInvalidExceptStar.test_except_star_ExceptionGroup_is_runtime_error_single")
    void aClassOfGroupsIsRefused() {
        var statement = tryStar(() -> handled.add(io));
        assertThatThrownBy(() -> statement.except(ExceptionGroup.class, g -> handled.add(state)))
                .isInstanceOf(TypeException.class);
        assertThat(handled).isEmpty();
    }

    @Test
    void aBodyThatSucceedsRunsNoClause() throws Exception {
        tryStar(() -> handled.add(io)).except(Exception.class, g -> handled.add(state)).run();
        assertThat(handled).containsExactly(io);
    }

    @Test
    @CPythonTest({"test_except_star.TestExceptStarSplitSemantics.test_match_single_type_nested",
            "test_except_star.TestExceptStarSplitSemantics.test_empty_groups_removed",
            "test_except_star.TestExceptStarSplitSemantics.test_singleton_groups_are_kept"})
    void matchAndRestKeepTheTreeWithoutItsEmptyBranches() {
        var group = new ExceptionGroup("outer", List.of(new ExceptionGroup("states", List.of(state)),
                new ExceptionGroup("mixed", List.of(io, new ExceptionGroup("one", List.of(arithmetic))))));
        var taken = new ArrayList<GroupedException>();
        var statement = tryStar(raise(group)).except(IllegalStateException.class, taken::add);
        assertThatThrownBy(statement::run).isInstanceOfSatisfying(ExceptionGroup.class, left -> {
            assertThat(left.exceptions()).singleElement().isInstanceOfSatisfying(ExceptionGroup.class, mixed -> {
                assertThat(mixed.message()).isEqualTo("mixed");
                assertThat(mixed.exceptions().getFirst()).isSameAs(io);
                assertThat(((ExceptionGroup) mixed.exceptions().get(1)).message()).isEqualTo("one");
            });
        });
        assertThat(taken).singleElement().satisfies(match -> assertThat(match.exceptions()).singleElement()
                .isInstanceOfSatisfying(ExceptionGroup.class, states -> {
                    assertThat(states.message()).isEqualTo("states");
                    assertThat(states.exceptions()).containsExactly(state);
                }));
    }

    @Test
    @CPythonTest({"test_except_star.TestExceptStarSplitSemantics.test_match__supertype",
            "test_except_star.TestExceptStarSplitSemantics.test_exception_group_except_star_Exception_not_wrapped",
            "test_except_star.TestExceptStarSplitSemantics.test_naked_exception_matched_wrapped2"})
    void aSuperclassTakesAllOfItsKind() throws Exception {
        var group = new ExceptionGroup("m", List.of(state, io));
        var taken = new ArrayList<GroupedException>();
        tryStar(raise(group)).except(Exception.class, taken::add).run();
        assertThat(taken).containsExactly(group);
        taken.clear();
        tryStar(raise(arithmetic)).except(RuntimeException.class, taken::add).run();
        assertThat(taken).singleElement().satisfies(one -> assertThat(one.exceptions()).containsExactly(arithmetic));
    }

    @Test
    @CPythonTest({"test_except_star.TestExceptStarSplitSemantics.test_multiple_matches_named",
            "test_except_star.TestExceptStarSplitSemantics.test_first_match_wins_named"})
    void everyLeafGoesToTheFirstClauseThatTakesIt() throws Exception {
        var group = new ExceptionGroup("m", List.of(state, io, arithmetic));
        List<String> order = new ArrayList<>();
        tryStar(raise(group)).except(RuntimeException.class, g -> order.add("runtime " + g.exceptions().size()))
                .except(ArithmeticException.class, g -> order.add("never"))
                .except(IOException.class, g -> order.add("io " + g.exceptions().size())).run();
        assertThat(order).containsExactly("runtime 2", "io 1");
    }

    @Test
    @CPythonTest({"test_except_star.TestExceptStarSplitSemantics.test_nested_except_stars",
            "test_except_star.TestExceptStarSplitSemantics.test_nested_in_loop"})
    void statementsMayStandInsideHandlers() throws Exception {
        for (int i = 0; i < 2; i++) {
            tryStar(raise(new ExceptionGroup("m", List.of(state, io)))).except(IllegalStateException.class, outer -> {
                tryStar(raise(new ExceptionGroup("n", List.of(arithmetic))))
                        .except(ArithmeticException.class, inner -> handled.addAll(inner.exceptions())).run();
                handled.addAll(outer.exceptions());
            }).except(IOException.class, rest -> handled.addAll(rest.exceptions())).run();
        }
        assertThat(handled).containsExactly(arithmetic, state, io, arithmetic, state, io);
    }

    @Test
    @CPythonTest({"test_except_star.TestExceptStarReraise.test_reraise_all_named",
            "test_except_star.TestExceptStarReraise.test_reraise_some_handle_all_named",
            "test_except_star.TestExceptStarReraise.test_reraise_plain_exception_named"})
    void whatIsThrownAgainComesOutInTheShapeOfTheWhole() {
        var group = new ExceptionGroup("m", List.of(state, io));
        assertThat(catchThrowable(tryStar(raise(group)).except(IllegalStateException.class, g -> {
            throw g.rethrow();
        }).except(IOException.class, g -> {
            throw g.rethrow();
        })::run)).isSameAs(group);
        assertThatThrownBy(tryStar(raise(group)).except(IllegalStateException.class, g -> {
            throw g.rethrow();
        }).except(IOException.class, g -> handled.addAll(g.exceptions()))::run)
                .isInstanceOfSatisfying(ExceptionGroup.class,
                        left -> assertThat(left.exceptions()).containsExactly(state));
        assertThatThrownBy(tryStar(raise(io)).except(IOException.class, g -> {
            throw g.rethrow();
        })::run).isInstanceOfSatisfying(ExceptionGroup.class,
                left -> assertThat(left.exceptions()).containsExactly(io));
        assertThat(handled).containsExactly(io);
    }

    @Test
    @CPythonTest({"test_except_star.TestExceptStarRaise.test_raise_handle_all_raise_two_named",
            "test_except_star.TestExceptStarRaiseFrom.test_raise_handle_all_raise_two_named",
            "test_except_star.TestExceptStarRaiseFrom.test_raise_handle_all_raise_one_named",
            "test_except_star.TestExceptStarRaiseFrom.test_raise_named"})
    void theFailuresOfSeveralHandlersAreOneGroupAndKeepTheirCauses() {
        var group = new ExceptionGroup("m", List.of(state, io));
        var causes = new ArrayList<Throwable>();
        var statement = tryStar(raise(group)).except(IllegalStateException.class, g -> {
            causes.add(g.asThrowable());
            throw new IllegalArgumentException("first", g.asThrowable());
        }).except(IOException.class, g -> {
            causes.add(g.asThrowable());
            throw new IOException("second", g.asThrowable());
        });
        assertThatThrownBy(statement::run).isInstanceOfSatisfying(ExceptionGroup.class, thrown -> {
            assertThat(thrown.message()).isEmpty();
            assertThat(thrown.exceptions()).extracting(Throwable::getMessage).containsExactly("first", "second");
            assertThat(thrown.exceptions()).extracting(Throwable::getCause).isEqualTo(causes);
        });
    }
}
