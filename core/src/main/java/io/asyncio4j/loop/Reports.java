package io.asyncio4j.loop;

import io.asyncio4j.coroutine.Rethrow;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/// How a loop tells of failures and slow steps. Loop-confined.
final class Reports {
    private static final System.Logger LOG = System.getLogger("io.asyncio4j");

    private final EventLoop loop;
    @Nullable ExceptionHandler handler;

    Reports(EventLoop loop) {
        this.loop = loop;
    }

    static boolean debugByDefault() {
        String environment = System.getenv("ASYNCIO4J_DEBUG");
        return Boolean.getBoolean("asyncio4j.debug") || "".equals(System.getProperty("asyncio4j.debug"))
                || environment != null && !environment.isEmpty() && !"0".equals(environment);
    }

    void call(ExceptionContext context) {
        ExceptionHandler custom = handler;
        try {
            if (custom == null) {
                log(context);
            } else {
                custom.handle(loop, context);
            }
        } catch (KeyboardInterrupt | SystemExit leavesTheLoop) {
            throw leavesTheLoop;
        } catch (Throwable failure) {
            logSafely(ExceptionContext.of("Unhandled error in exception handler").withException(failure)
                    .with("context", context));
        }
    }

    void log(ExceptionContext context) {
        Throwable failure = context.exception();
        if (failure == null) {
            LOG.log(System.Logger.Level.ERROR, context.report());
        } else {
            LOG.log(System.Logger.Level.ERROR, context.report(), failure);
        }
    }

    private void logSafely(ExceptionContext context) {
        try {
            log(context);
        } catch (RuntimeException unprintable) {
            LOG.log(System.Logger.Level.ERROR, "Exception in default exception handler while handling an unexpected"
                    + " error in custom exception handler", unprintable);
        }
    }

    void timed(Object step) {
        double began = loop.time();
        try {
            loop.runStep(step);
        } finally {
            double took = loop.time() - began;
            if (took >= loop.getSlowCallbackDuration()) {
                LOG.log(System.Logger.Level.WARNING,
                        String.format(Locale.ROOT, "Executing %s took %.3f seconds", step, took));
            }
        }
    }

    void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception failure) {
            logSafely(ExceptionContext.of("Exception while closing " + closeable).withException(failure));
        } catch (Error failure) {
            throw Rethrow.sneaky(failure);
        }
    }
}
