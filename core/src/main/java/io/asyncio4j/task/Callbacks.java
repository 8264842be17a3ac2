package io.asyncio4j.task;

import io.asyncio4j.context.Context;
import io.asyncio4j.coroutine.Host;
import io.asyncio4j.coroutine.Rethrow;
import io.asyncio4j.loop.spi.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The callbacks of one future, in the order of registration. Loop-confined.
///
/// One is the usual number and is held by the future itself; from the second on there is a list. An entry is the
/// [TaskDriver] of a waiting task, a [FutureCallback], or a [User] callback.
final class Callbacks {
    private Callbacks() {
    }

    /// A program's callback with its context.
    record User(DoneCallback<?> function, Context context) {
    }

    private record Call(DoneCallback<?> function, Future<?> future) implements Runnable {
        @Override
        @SuppressWarnings("unchecked")
        public void run() {
            try {
                ((DoneCallback<Future<?>>) function).done(future);
            } catch (Exception failure) {
                throw Rethrow.sneaky(failure);
            }
        }

        /// The program's callback, as a handle tells of any other.
        @Override
        public String toString() {
            Class<?> type = function.getClass();
            return type.isHidden() || type.isSynthetic() ? type.getName().replaceAll("\\$\\$Lambda.*", " lambda")
                    : function.toString();
        }
    }

    private record Completed(FutureCallback callback, Future<?> future) implements Step {
        @Override
        public void step(Host host) {
            callback.completed(future);
        }
    }

    /// `entries` with one more.
    @SuppressWarnings("unchecked")
    static Object add(@Nullable Object entries, Object entry) {
        if (entries == null) {
            return entry;
        }
        if (entries instanceof ArrayList<?> list) {
            ((ArrayList<Object>) list).add(entry);
            return list;
        }
        ArrayList<Object> list = new ArrayList<>(4);
        list.add(entries);
        list.add(entry);
        return list;
    }

    /// `entries` without these, compared by identity.
    static @Nullable Object without(@Nullable Object entries, List<?> removed) {
        ArrayList<Object> kept = new ArrayList<>(list(entries));
        kept.removeIf(entry -> removed.stream().anyMatch(gone -> gone == entry));
        return kept.isEmpty() ? null : kept.size() == 1 ? kept.getFirst() : kept;
    }

    static List<?> list(@Nullable Object entries) {
        return entries == null ? List.of() : entries instanceof ArrayList<?> list ? list : List.of(entries);
    }

    static void schedule(@Nullable Object entries, Future<?> future) {
        if (entries instanceof ArrayList<?> list) {
            for (Object entry : list) {
                scheduleOne(entry, future);
            }
        } else if (entries != null) {
            scheduleOne(entries, future);
        }
    }

    static void scheduleOne(Object entry, Future<?> future) {
        if (entry instanceof TaskDriver<?> waiting) {
            future.getLoop().schedule(waiting);
        } else if (entry instanceof FutureCallback callback) {
            if (!callback.notes(future)) {
                future.getLoop().schedule(new Completed(callback, future));
            }
        } else {
            User user = (User) entry;
            future.getLoop().callSoon(new Call(user.function(), future), user.context());
        }
    }
}
