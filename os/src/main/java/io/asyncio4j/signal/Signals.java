package io.asyncio4j.signal;

import io.asyncio4j.context.Context;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.LoopLocal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import sun.misc.SignalHandler;

/// Handles signals on a loop: asyncio's `loop.add_signal_handler` and `loop.remove_signal_handler`. Stateless; the methods
/// are for the running loop, on whatever thread it runs.
///
/// To end in order on `SIGTERM`, cancel the main task: `addSignalHandler(SIGTERM, main::cancel)`.
public final class Signals {
    private static final LoopLocal<Handlers> LOCAL = new LoopLocal<>(Handlers::new);

    private Signals() {
    }

    /// Runs `callback` on the running loop whenever the signal comes, as a callback like those of `callSoon`, in a copy of
    /// the current context; what the signal did before it does no longer. A second handler for a signal replaces the first.
    ///
    /// @throws IllegalStateException when the signal cannot be handled: SIGKILL and SIGSTOP never, SIGSEGV and a few others
    ///         because the JVM needs them, SIGQUIT and SIGUSR1 depending on the JVM's options
    /// @throws UnsupportedOperationException when this system does not have the signal
    public static void addSignalHandler(Signal signal, Runnable callback) {
        Objects.requireNonNull(signal, "signal");
        LOCAL.get(EventLoop.running()).add(signal, Objects.requireNonNull(callback, "callback"));
    }

    /// Takes the running loop's handler away; the signal does again what it did before there was one. The same happens
    /// when the loop is closed.
    ///
    /// @return whether there was one
    public static boolean removeSignalHandler(Signal signal) {
        Objects.requireNonNull(signal, "signal");
        Handlers handlers = LOCAL.peek(EventLoop.running());
        return handlers != null && handlers.remove(signal);
    }

    /// One loop's handlers. Loop-confined.
    private static final class Handlers implements AutoCloseable {
        private final EventLoop loop;
        private final Map<Signal, Installed> installed = new EnumMap<>(Signal.class);

        Handlers(EventLoop loop) {
            this.loop = loop;
        }

        void add(Signal signal, Runnable callback) {
            Installed there = installed.get(signal);
            if (there != null) {
                there.callback = callback;
                there.context = Context.copyContext();
                return;
            }
            Installed fresh = new Installed(loop, callback);
            fresh.before = handle(signal, fresh);
            installed.put(signal, fresh);
        }

        private static SignalHandler handle(Signal signal, SignalHandler handler) {
            try {
                return sun.misc.Signal.handle(signal.raw(), handler);
            } catch (IllegalArgumentException refused) {
                throw new IllegalStateException("addSignalHandler cannot handle " + signal
                        + ": the JVM or the system uses it itself; use another signal, or -Xrs for those that"
                        + " end the JVM", refused);
            }
        }

        boolean remove(Signal signal) {
            Installed there = installed.remove(signal);
            if (there == null) {
                return false;
            }
            there.removed = true;
            SignalHandler current = sun.misc.Signal.handle(signal.raw(), there.next());
            if (current != there) { // somebody has handled it since, and goes on
                sun.misc.Signal.handle(signal.raw(), current);
            }
            return true;
        }

        @Override
        public void close() {
            List.copyOf(installed.keySet()).forEach(this::remove);
        }
    }

    /// A handler the JVM calls on a thread of its own. Thread-safe.
    private static final class Installed implements SignalHandler {
        private final EventLoop loop;
        private volatile Runnable callback;
        private volatile Context context = Context.copyContext();
        private volatile boolean removed;
        private volatile SignalHandler before = SignalHandler.SIG_DFL;

        Installed(EventLoop loop, Runnable callback) {
            this.loop = loop;
            this.callback = callback;
        }

        /// What is to handle the signal without this one: another loop's may have been removed in the meantime.
        private SignalHandler next() {
            SignalHandler next = before;
            while (next instanceof Installed other && other.removed) {
                next = other.before;
            }
            return next;
        }

        @Override
        public void handle(sun.misc.Signal signal) {
            if (removed) {
                next().handle(signal);
                return;
            }
            try {
                loop.callSoonThreadsafe(this::call, context);
            } catch (IllegalStateException closedMeanwhile) {
                next().handle(signal);
            }
        }

        private void call() {
            if (!removed) {
                callback.run();
            }
        }
    }
}
