package io.asyncio4j.conformance;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.Rethrow;
import io.asyncio4j.task.AsCompleted;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.Gather;
import io.asyncio4j.task.ReturnWhen;
import io.asyncio4j.task.Shield;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.task.StaggeredRace;
import io.asyncio4j.task.StaggeredResult;
import io.asyncio4j.task.TaskGroup;
import io.asyncio4j.task.Timeout;
import io.asyncio4j.task.Wait;
import io.asyncio4j.task.WaitFor;
import io.asyncio4j.task.WaitResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The operations for waiting: sleep, gather, wait and their kin, section 7. Stateless. */
final class WaitingOperations {
    static final List<Operation> OPERATIONS = List.of(//
            Operation.of("sleep", "delay result?", a -> Sleep.sleep(a.seconds(0), a.value(1))), //
            Operation.of("gather", "awaitables return_exceptions?",
                    a -> a.run().keep(Gather.gather(a.awaitables(0), Values.truth(a.value(1))))), //
            Operation.of("wait", "futures timeout? return_when?", WaitingOperations::waitOperation), //
            Operation.of("wait_for", "awaitable timeout", a -> WaitFor.waitFor(a.awaitable(0), a.limit(1))), //
            Operation.of("shield", "awaitable", a -> a.run().keep(Shield.shield(a.awaitable(0)))), //
            Operation.of("as_completed", "awaitables timeout?",
                    a -> a.run().keep(AsCompleted.asCompleted(a.awaitables(0), a.limit(1)))), //
            Operation.of("staggered_race", "coroutine_functions delay", WaitingOperations::staggeredRace), //
            Operation.of("starter", "@cofn *args", a -> new Starter(a.function(0), a.rest(1))), //
            Operation.of("timeout", "delay", a -> Timeout.timeout(a.limit(0))), //
            Operation.of("timeout_at", "when", a -> Timeout.timeoutAt(a.limit(0))), //
            Operation.of("Timeout.reschedule", "timeout when", WaitingOperations::reschedule), //
            Operation.of("Timeout.expired", "timeout", a -> a.instance(0, Timeout.class).expired()), //
            Operation.of("Timeout.when", "timeout", WaitingOperations::when), //
            Operation.of("TaskGroup", "", a -> new TaskGroup()), //
            Operation.of("TaskGroup.create_task", "group coro name? context?",
                    WaitingOperations::createTask));

    private WaitingOperations() {
    }

    private static Coroutine<?> waitOperation(Arguments a) throws BadOperand {
        List<Future<@Nullable Object>> futures = a.futures(0);
        double limit = a.limit(1);
        String returnWhen = a.count() > 2 ? a.text(2) : ReturnWhen.ALL_COMPLETED.name();
        return Coroutine.of(() -> {
            WaitResult<Future<@Nullable Object>> result =
                    Wait.wait(futures, limit, ReturnWhen.valueOf(returnWhen)).await();
            return List.of(those(futures, result.done()), those(futures, result.pending()));
        });
    }

    /** The members of a set in the order of the list that was waited for. */
    private static List<@Nullable Object> those(List<Future<@Nullable Object>> order, Set<?> members) {
        List<@Nullable Object> found = new ArrayList<>();
        for (Future<?> future : new LinkedHashSet<>(order)) {
            if (members.contains(future)) {
                found.add(future);
            }
        }
        return found;
    }

    private static Coroutine<?> staggeredRace(Arguments a) throws BadOperand {
        Run run = a.run();
        List<Supplier<Coroutine<@Nullable Object>>> starters = new ArrayList<>();
        for (Object entry : a.list(0)) {
            starters.add(() -> start(run, entry));
        }
        double delay = a.limit(1);
        return Coroutine.of(() -> {
            StaggeredResult<@Nullable Object> result =
                    StaggeredRace.<@Nullable Object>staggeredRace(starters, delay).await();
            return Arrays.asList(result.winner(), result.hasWinner() ? (Object) result.winnerIndex() : null,
                    result.exceptions());
        });
    }

    private static Coroutine<@Nullable Object> start(Run run, @Nullable Object entry) {
        try {
            Starter starter = Arguments.check(entry, Starter.class);
            return starter.function().start(run, starter.args());
        } catch (Exception refused) {
            throw Rethrow.sneaky(refused);
        }
    }

    private static @Nullable Object reschedule(Arguments a) throws BadOperand {
        a.instance(0, Timeout.class).reschedule(a.limit(1));
        return null;
    }

    private static @Nullable Object when(Arguments a) throws BadOperand {
        double when = a.instance(0, Timeout.class).when();
        return when == Timeout.NONE ? null : (Object) VirtualTime.ticks(when);
    }

    private static Object createTask(Arguments a) throws BadOperand {
        return a.run().keep(a.instance(0, TaskGroup.class).createTask(a.coroutine(1), a.textOrNull(2),
                a.contextOrNull(3)));
    }
}
