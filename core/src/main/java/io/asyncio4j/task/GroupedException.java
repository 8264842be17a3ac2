package io.asyncio4j.task;

import io.asyncio4j.coroutine.Rethrow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Immutable. Several unrelated failures thrown as one: what [ExceptionGroup] (every one of them an [Exception]) and
/// [BaseExceptionGroup] (at least one is not) have in common. Groups can contain groups, so a group is a tree whose
/// leaves are the ordinary exceptions.
///
/// Mirrors Python's `BaseExceptionGroup` (PEP 654). Where Python has `except*`, use [ExceptStar] or [#split]:
///
/// ```java
/// catch (ExceptionGroup group) {
///     var split = group.split(IOException.class);
///     if (split.match() != null) report(split.match());
///     if (split.rest() != null) throw split.rest().rethrow();
/// }
/// ```
///
/// `printStackTrace` shows each member in a numbered box, as Python does, and of the frames those that the program
/// knows; all of them in debug mode. The members are also the suppressed exceptions of the group, so every logger that
/// prints in its own way prints them too.
public sealed interface GroupedException permits ExceptionGroup, BaseExceptionGroup {

    /// What [#split] found: a group of the leaves that match, and one of those that do not; `null` stands for no leaf.
    ///
    /// @param match the matching part
    /// @param rest everything else
    record Split(@Nullable GroupedException match, @Nullable GroupedException rest) {
    }

    /// The right kind of group: an [ExceptionGroup] if all members are [Exception]s, otherwise a
    /// [BaseExceptionGroup].
    ///
    /// @throws IllegalArgumentException if there are no members
    static GroupedException of(String message, List<? extends Throwable> exceptions) {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(exceptions, "exceptions");
        for (Throwable exception : exceptions) {
            if (!(exception instanceof Exception)) {
                return new BaseExceptionGroup(message, exceptions);
            }
        }
        return new ExceptionGroup(message, exceptions);
    }

    /// The message as it was given; [Throwable#getMessage()] adds the number of members.
    String message();

    /// The members, in order; unmodifiable, never empty.
    List<Throwable> exceptions();

    /// A group like this one, with the same message and other members; the parts that [#split] and [#subgroup] give
    /// are made by it. A subclass overrides it so that the parts are of its class too.
    ///
    /// @throws IllegalArgumentException if there are no members
    default GroupedException derive(List<? extends Throwable> exceptions) {
        return of(message(), exceptions);
    }

    /// This group, to be thrown or handed on as what it is.
    default Throwable asThrowable() {
        return (Throwable) this;
    }

    /// Throws this group, whatever the surrounding method declares; written `throw group.rethrow()`.
    ///
    /// @return never
    default RuntimeException rethrow() {
        throw Rethrow.sneaky(asThrowable());
    }

    /// Parts this tree. The condition is asked of each group before its members: a group that satisfies it goes
    /// into the match as a whole. Both parts keep the shape of the tree, the messages, stack traces, causes and
    /// suppressed exceptions.
    default Split split(Predicate<? super Throwable> condition) {
        if (condition.test(asThrowable())) {
            return new Split(this, null);
        }
        List<Throwable> match = new ArrayList<>();
        List<Throwable> rest = new ArrayList<>();
        for (Throwable exception : exceptions()) {
            if (exception instanceof GroupedException group) {
                Split parts = group.split(condition);
                if (parts.match != null) {
                    match.add(parts.match.asThrowable());
                }
                if (parts.rest != null) {
                    rest.add(parts.rest.asThrowable());
                }
            } else {
                (condition.test(exception) ? match : rest).add(exception);
            }
        }
        return new Split(ExceptionTree.part(this, match), ExceptionTree.part(this, rest));
    }

    /// [#split(Predicate)] by class.
    default Split split(Class<? extends Throwable> type) {
        return split(type::isInstance);
    }

    /// The matching part of [#split(Predicate)], or `null` if nothing matches.
    default @Nullable GroupedException subgroup(Predicate<? super Throwable> condition) {
        return split(condition).match();
    }

    /// [#subgroup(Predicate)] by class.
    default @Nullable GroupedException subgroup(Class<? extends Throwable> type) {
        return split(type).match();
    }

    /// The leaves of the tree, from left to right: its exceptions that are not groups.
    default List<Throwable> leaves() {
        List<Throwable> leaves = new ArrayList<>();
        for (Throwable exception : exceptions()) {
            if (exception instanceof GroupedException group) {
                leaves.addAll(group.leaves());
            } else {
                leaves.add(exception);
            }
        }
        return leaves;
    }

    /// The tree as text: one line for each group and leaf, without stack traces.
    ///
    /// ```text
    /// io.asyncio4j.task.ExceptionGroup: unhandled errors in a TaskGroup (2 sub-exceptions)
    /// ├─ java.io.IOException: disk full
    /// └─ java.lang.IllegalStateException: closed
    /// ```
    default String tree() {
        return ExceptionTree.draw(this);
    }
}
