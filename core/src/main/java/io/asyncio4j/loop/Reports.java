package io.asyncio4j.loop;

import io.asyncio4j.context.Context;
import io.asyncio4j.coroutine.Host;
import io.asyncio4j.coroutine.Rethrow;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How a loop tells of failures and slow steps. Loop-confined.
final class Reports {
    private static final System.Logger LOG = System.getLogger("io.asyncio4j");

    private final EventLoop loop;
    private @Nullable Object current;
    @Nullable ExceptionHandler handler;

    Reports(EventLoop loop) {
        this.loop = loop;
    }

    void call(ExceptionContext context) {
        ExceptionHandler custom = handler;
        if (custom == null) {
            logSafely(context, "Exception in default exception handler");
            return;
        }
        try {
            tell(custom, context);
        } catch (KeyboardInterrupt | SystemExit leavesTheLoop) {
            throw leavesTheLoop;
        } catch (Throwable failure) {
            logSafely(ExceptionContext.of("Unhandled error in exception handler").withException(failure)
                    .with("context", context),
                    "Exception in default exception handler while handling an unexpected"
                            + " error in custom exception handler");
        }
    }

    /// {@return the text of a step, or its class when the text cannot be had}
    static String text(Object step) {
        try {
            return step.toString();
        } catch (KeyboardInterrupt | SystemExit leavesTheLoop) {
            throw leavesTheLoop;
        } catch (Throwable unprintable) {
            return step.getClass().getName();
        }
    }

    /// In the context of what has failed, unless that context is busy.
    private void tell(ExceptionHandler custom, ExceptionContext context) {
        Context concerned = context.concerned();
        if (concerned == null || concerned.isEntered()) {
            custom.handle(loop, context);
        } else {
            concerned.run(() -> custom.handle(loop, context));
        }
    }

    void log(ExceptionContext context) {
        ExceptionContext whole = context;
        if (current instanceof Handle handle && context.get("source_traceback") == null) {
            whole = context.withTrace("handle_traceback", handle.madeAt());
        }
        Throwable failure = context.exception();
        if (failure == null) {
            LOG.log(System.Logger.Level.ERROR, whole.report());
        } else {
            LOG.log(System.Logger.Level.ERROR, whole.report(), failure);
        }
    }

    /// A report must not do harm, whatever the texts of its details throw.
    private void logSafely(ExceptionContext context, String otherwise) {
        try {
            log(context);
        } catch (KeyboardInterrupt | SystemExit leavesTheLoop) {
            throw leavesTheLoop;
        } catch (Throwable unprintable) {
            try {
                LOG.log(System.Logger.Level.ERROR, otherwise, unprintable);
            } catch (KeyboardInterrupt | SystemExit leavesTheLoop) {
                throw leavesTheLoop;
            } catch (Throwable unwritable) {
                Throwable failure = context.exception();
                writeOnly(context.message() + (failure == null ? "" : ": " + text(failure)), unwritable);
            }
        }
    }

    /// For when the logger itself fails: without descriptors it cannot read the time zones it writes the date by.
    private static void writeOnly(String told, Throwable unwritable) {
        try {
            System.err.println("io.asyncio4j: " + told + " (and the logger failed: " + unwritable + ")");
        } catch (Throwable _) {
            // nothing is left to tell it by, and the loop is to go on
        }
    }

    void timed(Object step, Host host) {
        Object outer = current;
        current = step;
        double began = loop.time();
        try {
            loop.runStep(step, host);
        } finally {
            current = outer;
            double took = loop.time() - began;
            if (took >= loop.getSlowCallbackDuration()) {
                tellSlow(step, took);
            }
        }
    }

    private static void tellSlow(Object step, double took) {
        String told = String.format(Locale.ROOT, "Executing %s took %.3f seconds", text(step), took);
        try {
            LOG.log(System.Logger.Level.WARNING, told);
        } catch (KeyboardInterrupt | SystemExit leavesTheLoop) {
            throw leavesTheLoop;
        } catch (Throwable unwritable) {
            writeOnly(told, unwritable);
        }
    }

    /// Closes, whatever happens.
    ///
    /// @return what must leave the loop, or null
    @Nullable Throwable closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
            return null;
        } catch (KeyboardInterrupt | SystemExit leavesTheLoop) {
            return leavesTheLoop;
        } catch (Throwable failure) {
            logSafely(ExceptionContext.of("Exception while closing " + closeable.getClass().getName())
                    .withException(failure), "Exception in default exception handler");
            return null;
        }
    }

    static void rethrow(@Nullable Throwable failure) {
        if (failure != null) {
            throw Rethrow.sneaky(failure);
        }
    }
}
