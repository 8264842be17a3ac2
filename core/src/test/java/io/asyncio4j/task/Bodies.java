package io.asyncio4j.task;

import io.asyncio4j.VirtualTime;
import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.coroutine.AsyncConsumer;
import io.asyncio4j.coroutine.AsyncWith;
import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.Rethrow;
import io.asyncio4j.loop.EventLoop;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What the programs of this room's tests are made of. Stateless.
final class Bodies {

    /// A failure of the test's own, an [Exception].
    static final class Broken extends Exception {
        Broken() {
            super("broken");
        }
    }

    /// A failure of the test's own that is no [Exception], as a user's BaseException in Python.
    static final class Fatal extends Error {
        Fatal() {
            super("fatal");
        }
    }

    private Bodies() {
    }

    static void await(Awaitable<?> awaitable) throws Exception {
        awaitable.await();
    }

    static void pause(double seconds) throws Exception {
        Sleep.sleep(seconds).await();
    }

    /// A coroutine that fails after some time.
    static Coroutine<Void> crashAfter(double seconds, Throwable failure) {
        return Coroutine.of(() -> {
            pause(seconds);
            throw Rethrow.sneaky(failure);
        });
    }

    /// A coroutine that fails at once.
    static <T> Coroutine<T> failing(Throwable failure) {
        return Coroutine.of(() -> {
            throw Rethrow.sneaky(failure);
        });
    }

    /// A coroutine that sleeps, and replaces whatever ends the sleep by a failure.
    static Coroutine<Void> crashInFinally(double seconds, Throwable failure) {
        return Coroutine.of(() -> {
            try {
                pause(seconds);
            } catch (CancelledError cancelled) {
                throw Rethrow.sneaky(failure);
            }
            return null;
        });
    }

    static void group(AsyncConsumer<TaskGroup> body) throws Exception {
        AsyncWith.asyncWith(new TaskGroup(), body);
    }

    /// What the body throws, or null; suspends with it.
    static Throwable failureOf(AsyncAction body) {
        try {
            body.run();
            return null;
        } catch (Throwable failure) {
            return failure;
        }
    }

    /// What awaiting throws, or null.
    static Throwable failureOf(Future<?> future) {
        return failureOf(() -> future.await());
    }

    static Set<Class<?>> classesIn(Throwable group) {
        return ((GroupedException) group).exceptions().stream().map(Object::getClass)
                .collect(Collectors.toSet());
    }

    static Throwable member(Throwable group, int index) {
        return ((GroupedException) group).exceptions().get(index);
    }

    static Task<?> currentTask() {
        return Task.currentTask();
    }

    static double now() {
        return EventLoop.running().time();
    }

    /// Runs a program on a loop that makes its tasks by a factory.
    static void program(TaskFactory factory, AsyncAction body) throws Exception {
        EventLoop loop = VirtualTime.newLoop();
        try {
            RunUntilComplete.runUntilComplete(loop, () -> {
                TaskFactory.set(loop, factory);
                body.run();
                return null;
            });
        } finally {
            loop.close();
        }
    }

    /// Does what the loop has ready now, and what is due.
    static void runBriefly(EventLoop loop) throws Exception {
        RunUntilComplete.runUntilComplete(loop, Coroutine.of(() -> null));
    }

    static <T> List<T> results(List<? extends Future<T>> futures) throws Exception {
        List<T> results = new java.util.ArrayList<>();
        for (Future<T> future : futures) {
            results.add(future.result());
        }
        return results;
    }
}
