package io.asyncio4j.runner;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.KeyboardInterrupt;
import io.asyncio4j.task.Future;

import org.jspecify.annotations.Nullable;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/// Ctrl-C while a runner runs on the main thread: the first cancels the main task, the second interrupts the loop, the
/// third does what the JVM would have done. Thread-safe: signals come on a thread of their own.
final class Interrupts implements AutoCloseable, SignalHandler {
    private static final Signal INT = new Signal("INT");

    private final EventLoop loop;
    private final Future<?> main;
    private final Thread thread = Thread.currentThread();
    private @Nullable SignalHandler before;
    private volatile int count;

    private Interrupts(EventLoop loop, Future<?> main) {
        this.loop = loop;
        this.main = main;
    }

    /// Installs the handler where that makes sense; elsewhere an object that does nothing.
    static Interrupts install(EventLoop loop, Future<?> main) {
        Interrupts interrupts = new Interrupts(loop, main);
        if (DefaultLoopPolicy.isMainThread()) {
            try {
                interrupts.before = Signal.handle(INT, interrupts);
            } catch (IllegalArgumentException reservedByTheJvm) {
                interrupts.before = null;
            }
        }
        return interrupts;
    }

    /// Whether Ctrl-C was pressed.
    boolean received() {
        return count > 0;
    }

    @Override
    public void handle(Signal signal) {
        int now = count + 1;
        count = now;
        if (now == 1) {
            loop.callSoonThreadsafe(() -> {
                if (!main.cancel()) {
                    interrupt();
                }
            });
        } else if (now == 2) {
            loop.callSoonThreadsafe(Interrupts::interrupt);
            thread.interrupt();
        } else if (before != null) {
            before.handle(signal);
        }
    }

    private static void interrupt() {
        throw new KeyboardInterrupt();
    }

    @Override
    public void close() {
        SignalHandler old = before;
        if (old != null) {
            SignalHandler current = Signal.handle(INT, old);
            if (current != this) {
                Signal.handle(INT, current);
            }
        }
    }
}
