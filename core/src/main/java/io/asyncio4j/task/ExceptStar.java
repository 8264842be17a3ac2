package io.asyncio4j.task;

import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.coroutine.AsyncConsumer;
import io.asyncio4j.coroutine.Rethrow;
import io.asyncio4j.coroutine.TypeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Owner-confined. Handles the parts of an exception group by class: Python's statement `try: ... except* ...`. Body and
/// handlers run on the calling coroutine's stack and may await.
///
/// ```java
/// tryStar(() -> asyncWith(new TaskGroup(), group -> ...))
///         .except(IOException.class, failures -> log(failures.tree()))
///         .except(TimeoutException.class, failures -> retry())
///         .run();
/// ```
public final class ExceptStar {

    private record Clause(Class<? extends Throwable> type, AsyncConsumer<? super GroupedException> handler) {
    }

    private final AsyncAction body;
    private final List<Clause> clauses = new ArrayList<>();

    private ExceptStar(AsyncAction body) {
        this.body = body;
    }

    /// Begins a statement; nothing runs before [#run].
    public static ExceptStar tryStar(AsyncAction body) {
        return new ExceptStar(Objects.requireNonNull(body, "body"));
    }

    /// Adds a clause, to be given the group of those leaves that are of the class and that no clause before has taken. A
    /// handler that throws the group it was given has not handled it.
    ///
    /// @throws TypeException if the class is that of a group
    public ExceptStar except(Class<? extends Throwable> type,
            AsyncConsumer<? super GroupedException> handler) {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(handler, "handler");
        if (GroupedException.class.isAssignableFrom(type)) {
            throw new TypeException("except* got a class of groups: " + type.getName()
                    + "; name the class of the leaves, or use catch");
        }
        clauses.add(new Clause(type, handler));
        return this;
    }

    /// Runs the body, and the clauses for which its failure has leaves.
    ///
    /// @throws Exception what no clause has taken, with the shape it had; or, if handlers have failed, a group without
    ///         a message of their failures and of what is left
    public void run() throws Exception {
        try {
            body.run();
        } catch (Throwable failure) {
            if (failure instanceof GroupedException group) {
                handle(group);
            } else {
                handleSingle(failure);
            }
        }
    }

    private void handleSingle(Throwable failure) throws Exception {
        for (Clause clause : clauses) {
            if (clause.type.isInstance(failure)) {
                clause.handler.accept(GroupedException.of("", List.of(failure)));
                return;
            }
        }
        throw Rethrow.sneaky(failure);
    }

    private void handle(GroupedException group) {
        List<Throwable> raised = new ArrayList<>();
        Set<Throwable> unhandled = Collections.newSetFromMap(new IdentityHashMap<>());
        GroupedException rest = group;
        for (Clause clause : clauses) {
            if (rest == null) {
                break;
            }
            GroupedException.Split split = rest.split(clause.type);
            rest = split.rest();
            GroupedException match = split.match();
            if (match == null) {
                continue;
            }
            try {
                clause.handler.accept(match);
            } catch (Throwable failure) {
                if (failure == match) {
                    unhandled.addAll(match.leaves());
                } else {
                    raised.add(failure);
                }
            }
        }
        if (rest != null) {
            unhandled.addAll(rest.leaves());
        }
        GroupedException left =
                unhandled.size() == group.leaves().size() ? group : group.subgroup(unhandled::contains);
        throwWhatIsLeft(raised, left);
    }

    private static void throwWhatIsLeft(List<Throwable> raised, @Nullable GroupedException left) {
        if (raised.isEmpty()) {
            if (left != null) {
                throw left.rethrow();
            }
            return;
        }
        if (left != null) {
            raised.add(left.asThrowable());
        }
        throw GroupedException.of("", raised).rethrow();
    }
}
