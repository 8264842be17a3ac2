package io.asyncio4j.loop;

import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// Ctrl-C while a loop runs on the main thread. It may be asked to stop politely first (a runner cancels its main task);
/// then the loop and what blocks it are interrupted, so that a [KeyboardInterrupt] leaves the loop; then the JVM does
/// what it does without a loop. Thread-safe: signals come on threads of their own.
///
/// Only where nobody else has decided what Ctrl-C does, and for the outermost only: a loop in a runner leaves it to that.
/// docs/adr/0008 gives the reasons.
public final class Interrupts implements AutoCloseable {
    private static final Interrupts NONE = new Interrupts(null, null);
    private static volatile @Nullable Interrupts current;

    private final @Nullable EventLoop loop;
    private final @Nullable BooleanSupplier ask;
    private final Thread thread = Thread.currentThread();
    private int count;
    private boolean closed;
    private @Nullable Handle interruption;

    private Interrupts(@Nullable EventLoop loop, @Nullable BooleanSupplier ask) {
        this.loop = loop;
        this.ask = ask;
    }

    /// Takes Ctrl-C where that makes sense; elsewhere gives an object that does nothing.
    ///
    /// @param ask what the first Ctrl-C does, on the loop's thread; false when there was nobody to ask, and the loop is to
    ///        be interrupted; null to interrupt it at once
    public static Interrupts install(EventLoop loop, @Nullable BooleanSupplier ask) {
        Objects.requireNonNull(loop, "loop");
        if (current != null || !isMainThread() || !Sigint.isOurs()) {
            return NONE;
        }
        Interrupts interrupts = new Interrupts(loop, ask);
        current = interrupts;
        return interrupts;
    }

    /// Whether the caller is on the thread that the JVM started the program on.
    public static boolean isMainThread() {
        Thread thread = Thread.currentThread();
        ThreadGroup group = thread.getThreadGroup();
        return !thread.isVirtual() && "main".equals(thread.getName()) && group != null
                && "main".equals(group.getName());
    }

    /// Whether Ctrl-C was pressed.
    public synchronized boolean received() {
        return count > 0;
    }

    /// On the signal's thread.
    ///
    /// @return false when this is a matter for the JVM
    private synchronized boolean press() {
        EventLoop on = loop;
        BooleanSupplier first = ask;
        if (on == null || closed) {
            return false;
        }
        count++;
        if (count == 1 && first != null) {
            on.callSoonThreadsafe(() -> {
                if (!first.getAsBoolean()) {
                    interrupt();
                }
            });
        } else if (count == limit()) {
            interruption = on.callSoonThreadsafe(Interrupts::interrupt);
            thread.interrupt();
        }
        return count <= limit();
    }

    /// The Ctrl-C that interrupts.
    private int limit() {
        return ask == null ? 1 : 2;
    }

    private static void interrupt() {
        throw new KeyboardInterrupt();
    }

    /// Leaves Ctrl-C to the JVM again.
    @Override
    public void close() {
        if (this == NONE) {
            return;
        }
        current = null;
        end();
    }

    private synchronized void end() {
        closed = true;
        if (count >= limit()) {
            // Both the flag and the handle were there to end this run; they must not reach the clean-up.
            Thread.interrupted();
            Handle left = interruption;
            if (left != null) {
                left.cancel();
            }
        }
    }

    /// The process's handler of SIGINT: put in the place of the JVM's when a loop first runs on the main thread, and left
    /// there, because taking and giving it back costs more than the rest of a short run. Whoever takes it from us has it.
    private static final class Sigint {
        private static final Signal INT = new Signal("INT");
        private static boolean ours;
        private static @Nullable SignalHandler jvms;

        private static synchronized boolean isOurs() {
            if (!ours) {
                take();
            }
            return ours;
        }

        /// A handler can only be looked at by replacing it. A signal that comes meanwhile waits in [#handle], and is given
        /// to whose it is.
        private static void take() {
            try {
                SignalHandler old = Signal.handle(INT, Sigint::handle);
                jvms = old;
                if (isJvms(old)) {
                    ours = true;
                } else {
                    Signal.handle(INT, old);
                }
            } catch (IllegalArgumentException reservedByTheJvm) {
                ours = false;
            }
        }

        /// The JVM's own handler is shown as a private class of the JDK; a program's as itself; "ignore" as SIG_IGN.
        private static boolean isJvms(SignalHandler handler) {
            return handler == SignalHandler.SIG_DFL
                    || handler != SignalHandler.SIG_IGN && handler.getClass().getName().startsWith("sun.misc.");
        }

        private static void handle(Signal signal) {
            SignalHandler otherwise;
            synchronized (Sigint.class) {
                otherwise = jvms;
            }
            Interrupts now = current;
            if ((now == null || !now.press()) && otherwise != null) {
                otherwise.handle(signal);
            }
        }
    }
}
