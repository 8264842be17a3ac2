package io.asyncio4j.loop;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// Ctrl-C while a loop runs on the main thread. It may be asked to stop politely first (a runner cancels its main task);
/// then the loop and what blocks it are interrupted, so that a [KeyboardInterrupt] leaves the loop; then the JVM does
/// what it does without a loop. Thread-safe: signals come on threads of their own.
///
/// Installed only where nobody else has decided what Ctrl-C does, and only once: a loop in a runner leaves it to that.
public final class Interrupts implements AutoCloseable {
    private static final Signal INT = new Signal("INT");
    private static final Interrupts NONE = new Interrupts(null, null);
    private static volatile @Nullable Interrupts installed;

    private final @Nullable EventLoop loop;
    private final @Nullable BooleanSupplier ask;
    private final Thread thread = Thread.currentThread();
    private final SignalHandler handler = this::handle;
    private final AtomicInteger count = new AtomicInteger();
    private @Nullable SignalHandler before;
    private @Nullable SignalHandler pass;
    private volatile @Nullable Handle interruption;

    private Interrupts(@Nullable EventLoop loop, @Nullable BooleanSupplier ask) {
        this.loop = loop;
        this.ask = ask;
    }

    /// Installs the handler where that makes sense; elsewhere an object that does nothing.
    ///
    /// @param ask what the first Ctrl-C does, on the loop's thread; false when there was nobody to ask, and the loop is to
    ///        be interrupted; null to interrupt it at once
    public static Interrupts install(EventLoop loop, @Nullable BooleanSupplier ask) {
        if (installed != null || !isMainThread()) {
            return NONE;
        }
        Interrupts interrupts = new Interrupts(loop, ask);
        interrupts.install();
        return interrupts.before == null ? NONE : interrupts;
    }

    /// There is no way to ask for a handler but to replace it. A signal that comes meanwhile waits in [#handle] until it
    /// is known whose it is.
    private synchronized void install() {
        try {
            SignalHandler old = Signal.handle(INT, handler);
            if (isJvms(old)) {
                before = old;
                installed = this;
            } else {
                pass = old;
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

    /// Whether the caller is on the thread that the JVM started the program on.
    public static boolean isMainThread() {
        Thread thread = Thread.currentThread();
        ThreadGroup group = thread.getThreadGroup();
        return !thread.isVirtual() && "main".equals(thread.getName()) && group != null
                && "main".equals(group.getName());
    }

    /// Whether Ctrl-C was pressed.
    public boolean received() {
        return count.get() > 0;
    }

    private synchronized void handle(Signal signal) {
        EventLoop on = loop;
        BooleanSupplier first = ask;
        SignalHandler old = before;
        if (pass != null) {
            pass.handle(signal);
            return;
        }
        if (on == null || old == null) {
            return;
        }
        int pressed = count.incrementAndGet();
        if (pressed == 1 && first != null) {
            on.callSoonThreadsafe(() -> {
                if (!first.getAsBoolean()) {
                    interrupt();
                }
            });
        } else if (pressed == limit()) {
            interruption = on.callSoonThreadsafe(Interrupts::interrupt);
            thread.interrupt();
        } else {
            old.handle(signal);
        }
    }

    /// The Ctrl-C that interrupts.
    private int limit() {
        return ask == null ? 1 : 2;
    }

    private static void interrupt() {
        throw new KeyboardInterrupt();
    }

    /// Leaves Ctrl-C to whom it was taken from, unless somebody has taken it since.
    @Override
    public void close() {
        if (before == null) {
            return;
        }
        installed = null;
        uninstall();
        if (count.get() >= limit()) {
            // Both the flag and the handle were there to end this run; they must not reach the clean-up.
            Thread.interrupted();
            Handle left = interruption;
            if (left != null) {
                left.cancel();
            }
        }
    }

    private synchronized void uninstall() {
        SignalHandler current = Signal.handle(INT, handler);
        SignalHandler next = current == handler ? before : current;
        pass = next;
        Signal.handle(INT, next);
    }
}
