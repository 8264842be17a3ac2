package io.asyncio4j.context;

import io.asyncio4j.coroutine.Host;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// The values of all context variables, as a task or callback sees them: Python's `contextvars.Context`.
///
/// Owner-confined: a context can be entered by one [#run] at a time; [#copy] is O(1).
public final class Context {
    private Vars vars;
    private boolean entered;

    Context(Vars shared) {
        this.vars = shared;
    }

    /// A context without any values.
    public static Context empty() {
        return new Context(Vars.EMPTY);
    }

    /// A copy of the current context: Python's `copy_context()`.
    public static Context copyContext() {
        return new Context(currentVars().share());
    }

    /// The current context itself.
    public static Context current() {
        Host host = Host.current();
        Object holder = holder(host);
        if (holder instanceof InContext running) {
            return running.getContext();
        }
        if (holder != null) {
            return (Context) holder;
        }
        Context fresh = empty();
        host.setContext(fresh);
        return fresh;
    }

    /// The values in the current context, which may have to be made for anything else.
    static Vars currentVars() {
        Object holder = holder(Host.current());
        return holder instanceof InContext running ? running.vars()
                : holder != null ? ((Context) holder).vars : Vars.EMPTY;
    }

    /// The context, or what runs in it.
    private static @Nullable Object holder(Host host) {
        Object apart = host.context();
        return apart != null ? apart : host.driver();
    }

    /// A copy that starts with the same values and then goes its own way.
    public Context copy() {
        return new Context(vars.share());
    }

    /// Runs `body` in this context.
    ///
    /// @throws IllegalStateException when the context is entered already
    public <T extends @Nullable Object> T run(Callable<T> body) throws Exception {
        Objects.requireNonNull(body, "body");
        Host host = Host.current();
        Object outer = host.context();
        enter(host);
        try {
            return body.call();
        } finally {
            exit(host, outer);
        }
    }

    /// As [#run(Callable)] for a body without a result.
    public void run(Runnable body) {
        Objects.requireNonNull(body, "body");
        Host host = Host.current();
        Object outer = host.context();
        enter(host);
        try {
            body.run();
        } finally {
            exit(host, outer);
        }
    }

    private void enter(Host host) {
        checkFree();
        entered = true;
        host.setContext(this);
    }

    private void exit(Host host, @Nullable Object outer) {
        entered = false;
        host.setContext(outer);
    }

    void checkFree() {
        if (entered) {
            throw new IllegalStateException("cannot enter context: it is already entered; run in a copy()");
        }
    }

    void setEntered(boolean on) {
        entered = on;
    }

    /// Whether some code runs in this context now, so that nobody else can enter it.
    public boolean isEntered() {
        return entered;
    }

    /// Whether the variable has a value here.
    public boolean contains(ContextVar<?> variable) {
        Objects.requireNonNull(variable, "variable");
        return vars.get(variable) != Vars.MISSING;
    }

    /// The variable's value here, or null where it has none.
    @SuppressWarnings("unchecked")
    public <T extends @Nullable Object> @Nullable T get(ContextVar<T> variable) {
        Objects.requireNonNull(variable, "variable");
        Object value = vars.get(variable);
        return value == Vars.MISSING ? null : (T) value;
    }

    /// How many variables have a value here.
    public int size() {
        return vars.size();
    }

    /// The variables that have a value here, in no particular order.
    public Set<ContextVar<?>> variables() {
        return vars.variables();
    }

    Vars vars() {
        return vars;
    }

    void replace(Vars changed) {
        vars = changed;
    }

    @Override
    public String toString() {
        return "<Context of " + vars.size() + " variables>";
    }
}
