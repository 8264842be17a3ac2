package io.asyncio4j.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.ExceptionContext;
import io.asyncio4j.task.RunUntilComplete;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.task.Task;
import io.asyncio4j.task.WaitFor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// The words that tests of processes and signals are written in, and what every one of them checks: afterwards no pipe or
/// process descriptor is open that was not before, and no child is left. Loop-confined.
public final class Os {
    private static final double LIMIT_SECONDS = 50;

    /// What was reported to the exception handler of the program that runs; a test empties it.
    public static final List<ExceptionContext> REPORTS = new ArrayList<>();

    private Os() {
    }

    /// Runs `body` as the main task of a loop of its own.
    public static void os(AsyncAction body) throws Exception {
        REPORTS.clear();
        long before = descriptors();
        try (EventLoop loop = new EventLoop()) {
            loop.setExceptionHandler((_, context) -> REPORTS.add(context));
            RunUntilComplete.runUntilComplete(loop, WaitFor.waitFor(() -> {
                body.run();
                return null;
            }, LIMIT_SECONDS));
        }
        assertThat(REPORTS).as("reports to the exception handler").isEmpty();
        eventually("every pipe is closed", () -> descriptors() <= before);
        eventually("no child is left", () -> children().isEmpty());
    }

    /// The children of this process, zombies included.
    public static List<String> children() {
        List<String> all = new ArrayList<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            for (Path task : tasks.toList()) {
                String line = Files.readString(task.resolve("children"));
                all.addAll(Stream.of(line.split(" ")).filter(each -> !each.isBlank()).toList());
            }
        } catch (IOException gone) {
            return children(); // a thread has ended
        }
        return all;
    }

    private static long descriptors() {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(each -> {
                try {
                    String target = Files.readSymbolicLink(each).toString();
                    return target.startsWith("pipe:") || target.contains("pidfd");
                } catch (IOException gone) {
                    return false;
                }
            }).count();
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static void eventually(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("never happened: " + what + "; children: " + children());
            }
            Thread.yield();
        }
    }

    /// Lets the loop run until `condition` holds.
    public static void until(String what, BooleanSupplier condition) throws Exception {
        for (int i = 0; !condition.getAsBoolean(); i++) {
            if (i > 20_000) {
                throw new AssertionError("never happened: " + what);
            }
            Sleep.sleep(i < 100 ? 0 : 0.001).await();
        }
    }

    /// Lets the loop do one iteration.
    public static void tick() throws Exception {
        Sleep.sleep(0).await();
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

    /// The bytes of a text.
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// The text of bytes.
    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
