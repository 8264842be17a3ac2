package io.asyncio4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.coroutine.TypeException;
import io.asyncio4j.ports.CPythonTest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupedExceptionTest {

    private static final class Stop extends Error {
    }

    /// A user's own class of groups, whose parts are of that class too.
    private static final class Batch extends ExceptionGroup {
        final int number;

        Batch(String message, int number, List<? extends Throwable> exceptions) {
            super(message, exceptions);
            this.number = number;
        }

        @Override
        public GroupedException derive(List<? extends Throwable> exceptions) {
            return new Batch(message(), number, exceptions);
        }
    }

    private final IllegalStateException state = new IllegalStateException("s");
    private final IOException io = new IOException("io");
    private final IllegalArgumentException argument = new IllegalArgumentException("a");

    @Test
    @CPythonTest({"test_exception_group.InstanceCreation.test_EG_wraps_Exceptions__creates_EG",
            "test_exception_group.InstanceCreation.test_BEG_wraps_Exceptions__creates_EG",
            "test_exception_group.InstanceCreation.test_BEG_wraps_BaseException__creates_BEG"})
    void theFactoryPicksTheClassByTheMembers() {
        assertThat(GroupedException.of("m", List.of(state, io))).isExactlyInstanceOf(ExceptionGroup.class);
        assertThat(GroupedException.of("m", List.of(state, new Stop())))
                .isExactlyInstanceOf(BaseExceptionGroup.class);
        var nested = new BaseExceptionGroup("inner", List.of(new Stop()));
        assertThat(GroupedException.of("m", List.of(io, nested)))
                .isExactlyInstanceOf(BaseExceptionGroup.class);
    }

    @Test
    @CPythonTest("test_exception_group.InstanceCreation.test_EG_wraps_BaseException__raises_TypeError")
    void anExceptionGroupRefusesErrors() {
        assertThatThrownBy(() -> new ExceptionGroup("m", List.of(io, new Stop())))
                .isInstanceOf(TypeException.class)
                .hasMessageContaining("Stop");
    }

    @Test
    @CPythonTest("test_exception_group.InstanceCreation.test_BEG_subclass_wraps_anything")
    void aBaseExceptionGroupTakesAnything() {
        assertThat(new BaseExceptionGroup("m", List.of(io)).exceptions()).containsExactly(io);
        assertThat(new BaseExceptionGroup("m", List.of(new Stop())).exceptions()).hasSize(1);
    }

    @Test
    @CPythonTest("test_exception_group.BadConstructorArgs.test_bad_EG_construction__bad_excs_sequence")
    void aGroupNeedsAMember() {
        assertThatThrownBy(() -> new ExceptionGroup("m", List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BaseExceptionGroup("m", List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @CPythonTest({"test_exception_group.StrAndReprTests.test_ExceptionGroup",
            "test_exception_group.ExceptionGroupFields.test_basics_ExceptionGroup_fields"})
    void theMessageCountsTheMembers() {
        var two = new ExceptionGroup("flat", List.of(state, io));
        assertThat(two).hasMessage("flat (2 sub-exceptions)");
        assertThat(two.message()).isEqualTo("flat");
        assertThat(two.exceptions()).containsExactly(state, io);
        assertThat(new ExceptionGroup("flat", List.of(io))).hasMessage("flat (1 sub-exception)");
    }

    @Test
    @CPythonTest("test_exception_group.ExceptionGroupFields.test_fields_are_readonly")
    void theMembersCannotBeChanged() {
        var members = new ArrayList<Throwable>(List.of(io));
        var group = new ExceptionGroup("m", members);
        members.add(state);
        assertThat(group.exceptions()).containsExactly(io);
        assertThatThrownBy(() -> group.exceptions().add(state))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    @CPythonTest({
            "test_exception_group.ExceptionGroupSubgroupTests.test_basics_subgroup_by_type__passthrough",
            "test_exception_group.ExceptionGroupSplitTests.test_basics_split_by_type__passthrough",
            "test_exception_group.ExceptionGroupSplitTests.test_basics_split_by_predicate__passthrough"})
    void aConditionThatTheGroupSatisfiesTakesItWhole() {
        var group = new ExceptionGroup("m", List.of(state, io));
        assertThat(group.split(ExceptionGroup.class).match()).isSameAs(group);
        assertThat(group.split(Throwable.class).rest()).isNull();
        assertThat(group.subgroup(e -> e == group)).isSameAs(group);
    }

    @Test
    @CPythonTest({"test_exception_group.ExceptionGroupSubgroupTests.test_basics_subgroup_by_type__no_match",
            "test_exception_group.ExceptionGroupSplitTests.test_basics_split_by_type__no_match",
            "test_exception_group.ExceptionGroupSplitTests.test_basics_split_by_predicate__no_match"})
    void noMatchLeavesTheRestWithTheSameMembers() {
        var group = new ExceptionGroup("m", List.of(state, io));
        var split = group.split(ArithmeticException.class);
        assertThat(split.match()).isNull();
        assertThat(split.rest()).isNotNull();
        assertThat(split.rest().exceptions()).containsExactly(state, io);
        assertThat(group.subgroup(ArithmeticException.class)).isNull();
    }

    @Test
    @CPythonTest({"test_exception_group.NestedExceptionGroupSplitTest.test_split_by_type",
            "test_exception_group.ExceptionGroupSplitTests.test_basics_split_by_type__match",
            "test_exception_group.ExceptionGroupSubgroupTests.test_basics_subgroup_by_type__match"})
    void bothPartsKeepTheShapeOfTheTree() {
        var inner = new ExceptionGroup("inner", List.of(io, argument));
        var other = new ExceptionGroup("other", List.of(new IOException("2")));
        var group = new ExceptionGroup("outer", List.of(state, inner, other));
        var split = group.split(RuntimeException.class);
        assertThat(split.match().tree()).isEqualToNormalizingNewlines("""
                io.asyncio4j.task.ExceptionGroup: outer (2 sub-exceptions)
                ├─ java.lang.IllegalStateException: s
                └─ io.asyncio4j.task.ExceptionGroup: inner (1 sub-exception)
                   └─ java.lang.IllegalArgumentException: a""");
        assertThat(split.rest().tree()).isEqualToNormalizingNewlines("""
                io.asyncio4j.task.ExceptionGroup: outer (2 sub-exceptions)
                ├─ io.asyncio4j.task.ExceptionGroup: inner (1 sub-exception)
                │  └─ java.io.IOException: io
                └─ io.asyncio4j.task.ExceptionGroup: other (1 sub-exception)
                   └─ java.io.IOException: 2""");
    }

    @Test
    @CPythonTest("test_exception_group.NestedExceptionGroupSplitTest.test_split_by_type")
    void aNestedGroupThatSatisfiesTheConditionIsTakenAsItIs() {
        var inner = new ExceptionGroup("inner", List.of(io));
        var split = new ExceptionGroup("outer", List.of(state, inner)).split(e -> e == inner);
        assertThat(split.match().exceptions()).containsExactly(inner);
        assertThat(split.rest().exceptions()).containsExactly(state);
    }

    @Test
    @CPythonTest("test_exception_group.NestedExceptionGroupSplitTest.test_split_BaseExceptionGroup")
    void thePartWithoutErrorsIsAnExceptionGroup() {
        var stop = new Stop();
        var split = new BaseExceptionGroup("m", List.of(io, stop)).split(Exception.class);
        assertThat(split.match()).isExactlyInstanceOf(ExceptionGroup.class);
        assertThat(split.rest()).isExactlyInstanceOf(BaseExceptionGroup.class);
        assertThat(split.rest().exceptions()).containsExactly(stop);
    }

    @Test
    @CPythonTest("test_exception_group.NestedExceptionGroupSplitTest.test_split_copies_notes")
    void thePartsKeepStackTraceCauseAndSuppressedExceptions() {
        var group = new ExceptionGroup("m", List.of(state, io));
        var cause = new IOException("cause");
        var note = new IOException("note");
        group.initCause(cause);
        group.addSuppressed(note);
        Throwable part = group.subgroup(IOException.class).asThrowable();
        assertThat(part.getStackTrace()).isEqualTo(group.getStackTrace());
        assertThat(part.getCause()).isSameAs(cause);
        assertThat(part.getSuppressed()).containsExactly(io, note);
    }

    @Test
    @CPythonTest("test_exception_group.NestedExceptionGroupSubclassSplitTest."
            + "test_split_ExceptionGroup_subclass_derive_and_new_overrides")
    void aSubclassDerivesItsOwnParts() {
        var split = new Batch("m", 42, List.of(state, io)).split(IOException.class);
        assertThat(split.match()).isInstanceOfSatisfying(Batch.class,
                part -> assertThat(part.number).isEqualTo(42));
        assertThat(split.rest()).isInstanceOf(Batch.class);
    }

    @Test
    @CPythonTest("test_exception_group.NestedExceptionGroupSubclassSplitTest."
            + "test_split_ExceptionGroup_subclass_no_derive_no_new_override")
    void aSubclassThatDoesNotDeriveGivesPlainParts() {
        class Plain extends ExceptionGroup {
            Plain() {
                super("m", List.of(state, io));
            }
        }
        assertThat(new Plain().subgroup(IOException.class)).isExactlyInstanceOf(ExceptionGroup.class);
    }

    @Test
    @CPythonTest("test_exception_group.LeafGeneratorTest.test_leaf_generator")
    void leavesComeFromLeftToRight() {
        var group = new ExceptionGroup("outer",
                List.of(state, new ExceptionGroup("inner", List.of(io)), argument));
        assertThat(group.leaves()).containsExactly(state, io, argument);
    }

    @Test
    void printingShowsEveryMemberWithItsStackTrace() {
        var text = new StringWriter();
        new IOException("wrapped", new ExceptionGroup("m", List.of(state, io)))
                .printStackTrace(new PrintWriter(text));
        assertThat(text.toString()).contains("m (2 sub-exceptions)")
                .contains("java.lang.IllegalStateException: s")
                .contains("java.io.IOException: io");
    }

    @Test
    @CPythonTest({"test_exception_group.ExceptionGroupSubgroupTests.test_basics_subgroup_by_predicate__passthrough",
            "test_exception_group.ExceptionGroupSubgroupTests.test_basics_subgroup_by_predicate__no_match",
            "test_exception_group.ExceptionGroupSubgroupTests.test_basics_subgroup_by_predicate__match",
            "test_exception_group.ExceptionGroupSplitTests.test_basics_split_by_predicate__match"})
    void aConditionMayBeAnyQuestion() {
        IOException first = new IOException("first");
        IOException second = new IOException("second");
        ExceptionGroup group = new ExceptionGroup("m", List.of(first, second));
        assertThat(group.subgroup(leaf -> true)).isSameAs(group);
        assertThat(group.subgroup(leaf -> false)).isNull();
        assertThat(group.subgroup(leaf -> leaf == second).exceptions()).containsExactly(second);
        var split = group.split(leaf -> leaf == second);
        assertThat(split.match().exceptions()).containsExactly(second);
        assertThat(split.rest().exceptions()).containsExactly(first);
        assertThat(split.rest().message()).isEqualTo("m");
    }

    @Test
    @CPythonTest({"test_exception_group.DeepRecursionInSplitAndSubgroup.test_deep_split",
            "test_exception_group.DeepRecursionInSplitAndSubgroup.test_deep_subgroup"})
    void aTreeThatIsDeeperThanTheStackIsAnErrorAndNoMore() {
        ExceptionGroup group = new ExceptionGroup("leaf", List.of(new IOException("deep")));
        for (int i = 0; i < 100_000; i++) {
            group = new ExceptionGroup("level", List.of(group));
        }
        GroupedException deep = group;
        assertThatThrownBy(() -> deep.split(IOException.class)).isInstanceOf(StackOverflowError.class);
        assertThatThrownBy(() -> deep.subgroup(IOException.class)).isInstanceOf(StackOverflowError.class);
    }
}
