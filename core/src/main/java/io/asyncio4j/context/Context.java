package io.asyncio4j.context;

import io.asyncio4j.coroutine.Driver;
import io.asyncio4j.coroutine.Host;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// The values of all context variables, as a task or callback sees them: Python's `contextvars.Context`.
///
/// Owner-confined: a context can be entered by one [#run] at a time; [#copy] is O(1).
public final class Context {
    private Vars vars;
    private boolean entered;

    private Context(Vars vars) {
        this.vars = vars;
    }

    /// A context without any values.
    public static Context empty() {
        return new Context(Vars.EMPTY);
    }

    /// A copy of the current context: Python's `copy_context()`.
    public static Context copyContext() {
        return current().copy();
    }

    /// The current context itself.
    public static Context current() {
        Host host = Host.current();
        Object current = host.context();
        if (current != null) {
            return (Context) current;
        }
        Driver driver = host.driver();
        if (driver != null) {
            return (Context) driver.context();
        }
        Context fresh = empty();
        host.setContext(fresh);
        return fresh;
    }

    /// A copy that starts with the same values and then goes its own way.
    public Context copy() {
        return new Context(vars);
    }

    /// Runs `body` in this context.
    ///
    /// @throws IllegalStateException when the context is entered already
    public <T extends @Nullable Object> T run(Callable<T> body) throws Exception {
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
        Host host = Host.current();
        Object outer = host.context();
        enter(host);
        try {
            body.run();
        } finally {
            exit(host, outer);
        }
    }

    /// Makes this the host's context until [#exit] or [#leave]; for the loop, which cannot afford a lambda a step.
    public void enter(Host host) {
        if (entered) {
            throw new IllegalStateException("cannot enter context: it is already entered; run in a copy()");
        }
        entered = true;
        if (host.context() != this) {
            host.setContext(this);
        }
    }

    /// Ends what [#enter] began and gives the host back its context.
    public void exit(Host host, @Nullable Object outer) {
        entered = false;
        host.setContext(outer);
    }

    /// Whether some code runs in this context now, so that nobody else can enter it.
    public boolean isEntered() {
        return entered;
    }

    /// Ends what [#enter] began, for a caller that sets the host's context anew before anybody can ask for it.
    public void leave() {
        entered = false;
    }

    /// As [#enter] for the context of a task's step: the running coroutine's driver shows it.
    public void enterAsDriver(Host host) {
        if (entered) {
            throw new IllegalStateException("cannot enter context: it is already entered; run in a copy()");
        }
        entered = true;
        if (host.context() != null) {
            host.setContext(null);
        }
    }

    /// Whether the variable has a value here.
    public boolean contains(ContextVar<?> variable) {
        return vars.get(variable) != Vars.MISSING;
    }

    /// The variable's value here, or null where it has none.
    @SuppressWarnings("unchecked")
    public <T extends @Nullable Object> @Nullable T get(ContextVar<T> variable) {
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
