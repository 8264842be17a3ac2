package io.asyncio4j.coroutine;

import org.jspecify.annotations.Nullable;

/// What a [Coroutine] says when it cannot be used so. Stateless.
final class Refusals {
    private Refusals() {
    }

    static IllegalStateException notAwaitable(Coroutine.State state) {
        return switch (state) {
            case CLOSED -> reused();
            case SUSPENDED -> new IllegalStateException(
                    "await coroutine failed: coroutine is being awaited already; await a Task to share a result");
            default -> executing();
        };
    }

    static IllegalStateException reused() {
        return new IllegalStateException("cannot reuse already awaited coroutine; make a new one, or await a Task");
    }

    static CoroutineRunningException executing() {
        return new CoroutineRunningException();
    }

    static TypeException unstarted(Object send) {
        return new TypeException("send to coroutine failed: it has not started and cannot take a value: "
                + send.getClass().getName() + "; send null first");
    }

    static IllegalStateException stopped(StopIteration stop) {
        return new IllegalStateException("coroutine raised StopIteration", stop);
    }

    static IllegalStateException ignoredExit(@Nullable Throwable failure) {
        var refusal = new IllegalStateException("close coroutine failed: it ignored GeneratorExit and awaited again;"
                + " let GeneratorExit pass");
        if (failure != null && !(failure instanceof GeneratorExit)) {
            refusal.addSuppressed(failure);
        }
        return refusal;
    }

    static IllegalStateException outside(String what) {
        return new IllegalStateException(what + " called outside a coroutine (thread "
                + Thread.currentThread().getName() + "); call it from code started by Asyncio.run or createTask");
    }
}
