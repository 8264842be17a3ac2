package io.asyncio4j.coroutine;

import io.asyncio4j.coroutine.engine.Mount;
import io.asyncio4j.coroutine.engine.Strand;

import org.jspecify.annotations.Nullable;

/// Stands where a strand would for a [Stackless] body: each part of it runs on the driver's own stack. Owner-confined.
final class Unstacked<T extends @Nullable Object> implements Strand {
    private final Coroutine<T> coroutine;
    private final Stackless<T> body;
    private boolean begun;
    private @Nullable Object waited;

    Unstacked(Coroutine<T> coroutine, Stackless<T> body) {
        this.coroutine = coroutine;
        this.body = body;
    }

    @Override
    public void resume(Mount mount) {
        Object out;
        if (begun) {
            try {
                coroutine.take();
                out = body.again(waited);
            } catch (Throwable thrown) {
                end(thrown);
                return;
            }
        } else {
            begun = true;
            try {
                coroutine.takeBody();
                out = body.begin();
                waited = out;
            } catch (Throwable failure) {
                coroutine.end(null, failure);
                return;
            }
        }
        if (out == Stackless.END) {
            end(null);
        } else {
            coroutine.suspended(out);
        }
    }

    private void end(@Nullable Throwable thrown) {
        T result;
        try {
            result = body.end(waited, thrown);
        } catch (StopIteration stop) {
            coroutine.end(null, Refusals.stopped(stop));
            return;
        } catch (Throwable failure) {
            coroutine.end(null, failure);
            return;
        }
        coroutine.end(result, null);
    }

    @Override
    public void enter(Mount mount) {
        throw new UnsupportedOperationException("only a strand of an engine that relays passes control on");
    }

    @Override
    public @Nullable String suspend() {
        throw new UnsupportedOperationException("a body without a stack does not suspend itself");
    }

    @Override
    public boolean isDone() {
        return coroutine.state() == Coroutine.State.CLOSED;
    }

    /// The one frame that there would be.
    @Override
    public StackTraceElement[] stack() {
        Class<?> type = body.getClass();
        String file = type.getName().substring(type.getPackageName().length() + 1).replaceFirst("\\$.*", "");
        return begun && !isDone()
                ? new StackTraceElement[]{new StackTraceElement(type.getName(), "await", file + ".java", -1)}
                : Frames.NONE;
    }
}
