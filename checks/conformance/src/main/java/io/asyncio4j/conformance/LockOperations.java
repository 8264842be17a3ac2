package io.asyncio4j.conformance;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.sync.Barrier;
import io.asyncio4j.sync.BoundedSemaphore;
import io.asyncio4j.sync.Condition;
import io.asyncio4j.sync.Event;
import io.asyncio4j.sync.Lock;
import io.asyncio4j.sync.Semaphore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operations on locks, events, conditions, semaphores and barriers, section 7. Stateless. */
final class LockOperations {
    static final List<Operation> OPERATIONS = List.of(//
            Operation.of("Lock", "", a -> new Lock()), //
            Operation.of("Lock.acquire", "lock", LockOperations::acquire), //
            Operation.of("Lock.release", "lock", LockOperations::release), //
            Operation.of("Lock.locked", "lock", LockOperations::locked), //
            Operation.of("Semaphore", "value", a -> new Semaphore(a.size(0))), //
            Operation.of("BoundedSemaphore", "value", a -> new BoundedSemaphore(a.size(0))), //
            Operation.of("Event", "", a -> new Event()), //
            Operation.of("Event.wait", "event", a -> a.instance(0, Event.class).waitFor()), //
            Operation.of("Event.set", "event", LockOperations::set), //
            Operation.of("Event.clear", "event", LockOperations::clear), //
            Operation.of("Event.is_set", "event", a -> a.instance(0, Event.class).isSet()), //
            Operation.of("Condition", "lock?",
                    a -> a.value(0) == null ? new Condition() : new Condition(a.instance(0, Lock.class))), //
            Operation.of("Condition.wait", "condition", a -> a.instance(0, Condition.class).waitFor()), //
            Operation.of("Condition.wait_for", "condition @predicate *args", LockOperations::waitFor), //
            Operation.of("Condition.notify", "condition n", LockOperations::notify), //
            Operation.of("Condition.notify_all", "condition", LockOperations::notifyAll), //
            Operation.of("Barrier", "parties", a -> new Barrier(a.size(0))), //
            Operation.of("Barrier.wait", "barrier", a -> a.instance(0, Barrier.class).waitFor()), //
            Operation.of("Barrier.reset", "barrier", a -> a.instance(0, Barrier.class).reset()), //
            Operation.of("Barrier.abort", "barrier", a -> a.instance(0, Barrier.class).abort()), //
            Operation.of("Barrier.parties", "barrier", a -> (long) a.instance(0, Barrier.class).parties()), //
            Operation.of("Barrier.n_waiting", "barrier", a -> (long) a.instance(0, Barrier.class).nWaiting()), //
            Operation.of("Barrier.broken", "barrier", a -> a.instance(0, Barrier.class).broken()));

    private LockOperations() {
    }

    private static Coroutine<?> acquire(Arguments a) throws BadOperand {
        return switch (a.value(0)) {
            case Lock lock -> lock.acquire();
            case Condition condition -> condition.acquire();
            case Semaphore semaphore -> semaphore.acquire();
            case null, default -> throw notLockable(a);
        };
    }

    private static @Nullable Object release(Arguments a) throws BadOperand {
        switch (a.value(0)) {
            case Lock lock -> lock.release();
            case Condition condition -> condition.release();
            case Semaphore semaphore -> semaphore.release();
            case null, default -> throw notLockable(a);
        }
        return null;
    }

    private static boolean locked(Arguments a) throws BadOperand {
        return switch (a.value(0)) {
            case Lock lock -> lock.locked();
            case Condition condition -> condition.locked();
            case Semaphore semaphore -> semaphore.locked();
            case null, default -> throw notLockable(a);
        };
    }

    private static BadOperand notLockable(Arguments a) {
        return Arguments.refused(a.value(0), "a lock");
    }

    private static @Nullable Object set(Arguments a) throws BadOperand {
        a.instance(0, Event.class).set();
        return null;
    }

    private static @Nullable Object clear(Arguments a) throws BadOperand {
        a.instance(0, Event.class).clear();
        return null;
    }

    private static Coroutine<?> waitFor(Arguments a) throws BadOperand {
        Run run = a.run();
        Function predicate = a.function(1);
        @Nullable Object[] args = a.rest(2);
        return a.instance(0, Condition.class).waitFor(() -> Values.truth(run.call(predicate, args)));
    }

    private static @Nullable Object notify(Arguments a) throws BadOperand {
        a.instance(0, Condition.class).notify(a.size(1));
        return null;
    }

    private static @Nullable Object notifyAll(Arguments a) throws BadOperand {
        a.instance(0, Condition.class).notifyAllWaiters();
        return null;
    }
}
