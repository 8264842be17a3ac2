package io.asyncio4j.context;

import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A variable with a value per context, so per task: Python's `contextvars.ContextVar`. Neither ThreadLocal nor
/// ScopedValue can do this job: both belong to the thread, which all tasks share.
///
/// Thread-safe itself; its values are those of the calling thread's current [Context].
///
/// @param <T> the values
public final class ContextVar<T extends @Nullable Object> {
    private static final AtomicInteger MADE = new AtomicInteger();

    private final String name;
    private final @Nullable Object initial;
    // Even, and spread: neighbours in age do not collide.
    private final int slotHash = MADE.getAndIncrement() * 2;

    private ContextVar(String name, @Nullable Object initial) {
        this.name = name;
        this.initial = initial;
    }

    /// A variable without a default: [#get()] throws where it has no value.
    public static <T> ContextVar<T> of(String name) {
        return new ContextVar<>(Objects.requireNonNull(name, "name"), Vars.MISSING);
    }

    /// A variable with a default.
    public static <T extends @Nullable Object> ContextVar<T> withDefault(String name, T initial) {
        return new ContextVar<>(Objects.requireNonNull(name, "name"), initial);
    }

    /// The value in the current context, else the default.
    ///
    /// @throws NoSuchElementException where there is neither (Python's LookupError)
    @SuppressWarnings({"unchecked", "NullAway"}) // null is a value where T allows it
    public T get() {
        Object value = Context.currentVars().get(this);
        if (value == Vars.MISSING) {
            value = initial;
            if (value == Vars.MISSING) {
                throw new NoSuchElementException("get of " + this + " failed: it has no value in this context and no"
                        + " default; set it first, or use get(default)");
            }
        }
        return (T) value;
    }

    /// The value in the current context, else `fallback`, whatever the variable's own default.
    @SuppressWarnings({"unchecked", "NullAway"}) // null is a value where T allows it
    public T get(T fallback) {
        Object value = Context.currentVars().get(this);
        return value == Vars.MISSING ? fallback : (T) value;
    }

    /// Sets the value in the current context.
    ///
    /// @return what [#reset] needs to undo it
    public Token<T> set(T value) {
        Context context = Context.current();
        Vars vars = context.vars();
        Object old = vars.get(this);
        if (!vars.replace(this, value)) {
            context.replace(vars.with(this, value));
        }
        return new Token<>(this, context, old);
    }

    /// Puts back the value from before the `set` that made the token.
    ///
    /// @throws IllegalArgumentException when the token is another variable's or another context's
    /// @throws IllegalStateException when it has been used
    public void reset(Token<T> token) {
        Objects.requireNonNull(token, "token");
        if (token.isUsed()) {
            throw new IllegalStateException("reset of " + this + " failed: the token has been used once already");
        }
        if (token.var() != this) {
            throw new IllegalArgumentException("reset of " + this + " failed: the token was made by " + token.var());
        }
        Context context = Context.current();
        if (token.context() != context) {
            throw new IllegalArgumentException("reset of " + this + " failed: the token was made in another context");
        }
        Object old = token.use();
        context.replace(old == Vars.MISSING ? context.vars().without(this) : context.vars().with(this, old));
    }

    /// The name, for messages.
    public String name() {
        return name;
    }

    int slotHash() {
        return slotHash;
    }

    @Override
    public String toString() {
        return "<ContextVar " + name + ">";
    }
}
