package io.asyncio4j.conformance;

import io.asyncio4j.task.EnsureFuture;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operations on tasks and futures, section 7. Stateless. */
final class TaskOperations {
    static final List<Operation> OPERATIONS = List.of(//
            Operation.of("create_task", "coro name? context?", TaskOperations::createTask), //
            Operation.of("ensure_future", "awaitable",
                    a -> a.run().keep(EnsureFuture.ensureFuture(a.awaitable(0)))), //
            Operation.of("current_task", "", a -> Task.currentTask()), //
            Operation.of("all_tasks", "", TaskOperations::allTasks), //
            Operation.of("Task.get_name", "task", a -> a.run().labels.of(a.task(0))), //
            Operation.of("Task.set_name", "task name", TaskOperations::setName), //
            Operation.of("Task.uncancel", "task", a -> (long) a.task(0).uncancel()), //
            Operation.of("Task.cancelling", "task", a -> (long) a.task(0).cancelling()), //
            Operation.of("loop.create_future", "#label", a -> future(a, new Future<>(a.run().loop()))), //
            Operation.of("foreign_future", "#label", a -> future(a, new Future<>(a.run().foreignLoop()))), //
            Operation.of("Future.cancel", "future message?", a -> a.future(0).cancel(a.textOrNull(1))), //
            Operation.of("Future.done", "future", a -> a.future(0).isDone()), //
            Operation.of("Future.cancelled", "future", a -> a.future(0).isCancelled()), //
            Operation.of("Future.result", "future", a -> a.future(0).result()), //
            Operation.of("Future.exception", "future", a -> a.future(0).exception()), //
            Operation.of("Future.set_result", "future value", TaskOperations::setResult), //
            Operation.of("Future.set_exception", "future exc", TaskOperations::setException), //
            Operation.of("Future.add_done_callback", "future @fn context?", TaskOperations::addDoneCallback), //
            Operation.of("Future.remove_done_callback", "future @fn",
                    a -> (long) a.future(0).removeDoneCallback(a.run().doneCallback(a.function(1)))));

    private TaskOperations() {
    }

    private static Task<?> createTask(Arguments a) throws BadOperand {
        return a.run().keep(Task.create(a.run().loop(), a.coroutine(0), a.textOrNull(1), a.contextOrNull(2)));
    }

    private static List<String> allTasks(Arguments a) {
        List<String> labels = new ArrayList<>();
        for (Task<?> task : Task.allTasks(a.run().loop())) {
            labels.add(a.run().labels.of(task));
        }
        Collections.sort(labels);
        return Collections.unmodifiableList(labels);
    }

    private static @Nullable Object setName(Arguments a) throws BadOperand {
        a.task(0).setName(a.text(1));
        return null;
    }

    private static Future<@Nullable Object> future(Arguments a, Future<@Nullable Object> future)
            throws BadOperand {
        return a.run().keep(a.run().labels.label(future, a.name(0)));
    }

    private static @Nullable Object setResult(Arguments a) throws BadOperand {
        a.future(0).setResult(a.value(1));
        return null;
    }

    private static @Nullable Object setException(Arguments a) throws BadOperand {
        a.future(0).setException(a.exception(1));
        return null;
    }

    private static @Nullable Object addDoneCallback(Arguments a) throws BadOperand {
        Future<@Nullable Object> future = a.future(0);
        if (a.value(2) == null) {
            future.addDoneCallback(a.run().doneCallback(a.function(1)));
        } else {
            future.addDoneCallback(a.run().doneCallback(a.function(1)), a.context(2));
        }
        return null;
    }
}
