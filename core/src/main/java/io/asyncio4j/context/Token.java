package io.asyncio4j.context;

import org.jspecify.annotations.Nullable;

/// What a `set` of a context variable gives, to undo it: Python's `contextvars.Token`. Closing it resets the variable.
/// Owner-confined, to the context it was made in.
///
/// @param <T> the variable's values
public final class Token<T extends @Nullable Object> implements AutoCloseable {
    private final ContextVar<T> variable;
    private final Context context;
    private final @Nullable Object old;
    private boolean used;

    Token(ContextVar<T> variable, Context context, @Nullable Object old) {
        this.variable = variable;
        this.context = context;
        this.old = old;
    }

    /// The variable that was set.
    public ContextVar<T> var() {
        return variable;
    }

    /// Whether the variable had a value before.
    public boolean hadValue() {
        return old != Vars.MISSING;
    }

    /// The value before, or null where it had none.
    @SuppressWarnings("unchecked")
    public @Nullable T oldValue() {
        return old == Vars.MISSING ? null : (T) old;
    }

    @Override
    public void close() {
        variable.reset(this);
    }

    boolean isUsed() {
        return used;
    }

    Context context() {
        return context;
    }

    @Nullable Object use() {
        used = true;
        return old;
    }

    @Override
    public String toString() {
        return "<Token of " + variable + (used ? " used" : "") + ">";
    }
}
