package io.asyncio4j;

import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.task.Task;

/// The words that tests of the rooms above tasks are written in. Stateless.
public final class Program {
    private Program() {
    }

    /// Runs `body` as the main task of a loop in virtual time.
    public static void program(AsyncAction body) throws Exception {
        VirtualTime.run(() -> {
            body.run();
            return null;
        });
    }

    /// A task for `awaitable`.
    public static <T> Task<T> spawn(Awaitable<T> awaitable) {
        return Task.create(EventLoop.running(), awaitable, null, null);
    }

    /// A task for a body without a result.
    public static Task<Void> go(AsyncAction body) {
        return spawn(() -> {
            body.run();
            return null;
        });
    }

    /// Lets the loop do one iteration.
    public static void tick() throws Exception {
        Sleep.sleep(0).await();
    }

    /// Lets the loop do `times` iterations.
    public static void tick(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            tick();
        }
    }
}
