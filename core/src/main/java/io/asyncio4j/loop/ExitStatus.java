package io.asyncio4j.loop;

/// What a program ends with when nobody catches a [SystemExit] or a [KeyboardInterrupt]: the status that it names, or
/// 130, as Python does. The JVM would print a stack trace and end with 1. For the rooms of this library. Thread-safe:
/// holds nothing.
public final class ExitStatus {
    private static final int ENDED_BY_CTRL_C = 130;

    private ExitStatus() {
    }

    /// To be called when such an end leaves a loop. Only the main thread's end is the program's, and only where the
    /// program has no handler of its own for what is not caught.
    public static void ofUncaught() {
        Thread thread = Thread.currentThread();
        if (Interrupts.isMainThread() && Thread.getDefaultUncaughtExceptionHandler() == null
                && thread.getUncaughtExceptionHandler() == thread.getThreadGroup()) {
            thread.setUncaughtExceptionHandler(ExitStatus::end);
        }
    }

    private static void end(Thread thread, Throwable uncaught) {
        boolean exit = uncaught instanceof SystemExit;
        boolean ours = Thread.getDefaultUncaughtExceptionHandler() == null
                && (exit || uncaught instanceof KeyboardInterrupt);
        if (!ours || !exit) {
            thread.getThreadGroup().uncaughtException(thread, uncaught);
        }
        if (ours) {
            awaitOtherThreads(thread);
            System.exit(uncaught instanceof SystemExit named ? named.end() : ENDED_BY_CTRL_C);
        }
    }

    /// As the JVM does at the end of its main thread, and Python too.
    private static void awaitOtherThreads(Thread main) {
        for (Thread other : Thread.getAllStackTraces().keySet()) {
            try {
                if (other != main && !other.isDaemon()) {
                    other.join();
                }
            } catch (InterruptedException hurry) {
                return;
            }
        }
    }
}
