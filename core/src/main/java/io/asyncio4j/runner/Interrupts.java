package io.asyncio4j.runner;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.Handle;
import io.asyncio4j.loop.KeyboardInterrupt;
import io.asyncio4j.task.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// Ctrl-C while a runner runs on the main thread: the first cancels the main task, the second interrupts the loop and
/// what blocks it, the third does what the JVM would have done. Thread-safe: signals come on threads of their own.
///
/// Installed only where nobody else has decided what Ctrl-C does.
final class Interrupts implements AutoCloseable, SignalHandler {
    private static final Signal INT = new Signal("INT");

    private final EventLoop loop;
    private final Future<?> main;
    private final Thread thread = Thread.currentThread();
    private final AtomicInteger count = new AtomicInteger();
    private @Nullable SignalHandler before;
    private volatile @Nullable Handle interruption;

    private Interrupts(EventLoop loop, Future<?> main) {
        this.loop = loop;
        this.main = main;
    }

    /// Installs the handler where that makes sense; elsewhere an object that does nothing.
    static Interrupts install(EventLoop loop, Future<?> main) {
        Interrupts interrupts = new Interrupts(loop, main);
        if (DefaultLoopPolicy.isMainThread()) {
            interrupts.install();
        }
        return interrupts;
    }

    private void install() {
        try {
            SignalHandler old = Signal.handle(INT, this);
            if (isJvms(old)) {
                before = old;
            } else {
                Signal.handle(INT, old);
            }
        } catch (IllegalArgumentException reservedByTheJvm) {
            before = null;
        }
    }

    /// The JVM's own handler is shown as a private class of the JDK; a program's as itself; "ignore" as SIG_IGN.
    private static boolean isJvms(SignalHandler handler) {
        return handler == SignalHandler.SIG_DFL
                || handler != SignalHandler.SIG_IGN && handler.getClass().getName().startsWith("sun.misc.");
    }

    /// Whether Ctrl-C was pressed.
    boolean received() {
        return count.get() > 0;
    }

    @Override
    public void handle(Signal signal) {
        SignalHandler old = before;
        switch (count.incrementAndGet()) {
            case 1 -> loop.callSoonThreadsafe(() -> {
                if (!main.cancel()) {
                    interrupt();
                }
            });
            case 2 -> {
                interruption = loop.callSoonThreadsafe(Interrupts::interrupt);
                thread.interrupt();
            }
            default -> {
                if (old != null) {
                    old.handle(signal);
                }
            }
        }
    }

    private static void interrupt() {
        throw new KeyboardInterrupt();
    }

    @Override
    public void close() {
        SignalHandler old = before;
        if (old == null) {
            return;
        }
        SignalHandler current = Signal.handle(INT, old);
        if (current != this) {
            Signal.handle(INT, current);
        }
        if (count.get() > 1) {
            // Both the flag and the handle were there to end this run; they must not reach the clean-up.
            Thread.interrupted();
            Handle left = interruption;
            if (left != null) {
                left.cancel();
            }
        }
    }
}
