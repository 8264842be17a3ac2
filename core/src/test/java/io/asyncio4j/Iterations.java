package io.asyncio4j;

import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.LoopOptions;
import io.asyncio4j.loop.spi.Clock;
import io.asyncio4j.loop.spi.IoDriver;
import io.asyncio4j.task.RunUntilComplete;

import java.util.ArrayList;
import java.util.List;

/// A loop that counts its iterations, for tests of when something happens. Its time stands still, so it must never have
/// to wait. Loop-confined.
public final class Iterations implements Clock, IoDriver {

    /// The loop.
    public final EventLoop loop =
            new EventLoop(LoopOptions.defaults().withClock(this).withDriver(() -> this));
    private final List<String> marks = new ArrayList<>();
    private int count;
    private int start;

    /// How many iterations the loop has begun.
    public int count() {
        return count;
    }

    /// Runs a coroutine in the loop.
    public void run(AsyncAction body) throws Exception {
        RunUntilComplete.runUntilComplete(loop, () -> {
            body.run();
            return null;
        });
    }

    /// Counts from here.
    public void start() {
        start = count;
    }

    /// Notes that something happens now.
    public void mark(String what) {
        marks.add(what + " +" + (count - start));
    }

    /// What has happened since the start, in which iteration after it.
    public List<String> marks() {
        return marks;
    }

    @Override
    public double time() {
        return 0;
    }

    @Override
    public double resolution() {
        return 1e-9;
    }

    @Override
    public void poll(long nanos) {
        if (nanos != 0) {
            throw new AssertionError("the loop has nothing to do after " + marks);
        }
        count++;
    }

    @Override
    public boolean tryPoll() {
        count++;
        return true;
    }

    @Override
    public void wakeup() {
        // never waits
    }

    @Override
    public void close() {
        // holds nothing
    }
}
