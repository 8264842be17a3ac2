package io.asyncio4j.loop;

import java.lang.ref.Cleaner;

/// Debug mode's report of a loop that was dropped without being closed: asyncio's ResourceWarning. Thread-safe: the
/// collector's thread reports.
final class UnclosedLoop implements Runnable {
    private static final System.Logger LOG = System.getLogger("io.asyncio4j");

    private final StackTraceElement[] madeAt;
    private volatile boolean closed;

    private UnclosedLoop(StackTraceElement[] madeAt) {
        this.madeAt = madeAt;
    }

    static UnclosedLoop watch(EventLoop loop, StackTraceElement[] madeAt) {
        UnclosedLoop watch = new UnclosedLoop(madeAt);
        Cleaners.CLEANER.register(loop, watch);
        return watch;
    }

    void closed() {
        closed = true;
    }

    @Override
    public void run() {
        if (!closed) {
            StringBuilder text =
                    new StringBuilder("an event loop was dropped unclosed; close() it, or use Asyncio.run");
            for (StackTraceElement frame : madeAt) {
                text.append(System.lineSeparator()).append("  at ").append(frame);
            }
            LOG.log(System.Logger.Level.WARNING, text.toString());
        }
    }

    /// Loaded with the first loop in debug mode: it starts a thread.
    private static final class Cleaners {
        static final Cleaner CLEANER = Cleaner.create();
    }
}
