package io.asyncio4j.context;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A map from context variables to values, by identity. Programs have a handful of variables and read far more than they
/// set, so it is a flat open-addressed table. Immutable once it is shared by contexts: then a change copies it.
final class Vars {
    static final Object MISSING = new Object();
    static final Vars EMPTY = new Vars(new Object[4], 0).share();

    // Pairs: variable, value. At most half full, so that a probe always ends.
    private final @Nullable Object[] table;
    private final int size;
    private boolean shared;

    private Vars(@Nullable Object[] table, int size) {
        this.table = table;
        this.size = size;
    }

    /// Itself, for a second context.
    Vars share() {
        if (!shared) {
            shared = true;
        }
        return this;
    }

    int size() {
        return size;
    }

    Set<ContextVar<?>> variables() {
        Set<ContextVar<?>> all = new HashSet<>();
        for (int i = 0; i < table.length; i += 2) {
            if (table[i] instanceof ContextVar<?> variable) {
                all.add(variable);
            }
        }
        return all;
    }

    /// The value, or [#MISSING].
    @Nullable Object get(ContextVar<?> variable) {
        @Nullable Object[] pairs = table;
        int at = slot(pairs, variable);
        return pairs[at] == null ? MISSING : pairs[at + 1];
    }

    /// Changes a value where it stands.
    ///
    /// @return false when that cannot be, because there is none or others share it: take [#with]
    boolean replace(ContextVar<?> variable, @Nullable Object value) {
        @Nullable Object[] pairs = table;
        int at = slot(pairs, variable);
        if (shared || pairs[at] == null) {
            return false;
        }
        pairs[at + 1] = value;
        return true;
    }

    Vars with(ContextVar<?> variable, @Nullable Object value) {
        boolean grows = table[slot(table, variable)] == null;
        int pairs = table.length / 2;
        @Nullable Object[] copy = grows && 2 * (size + 1) > pairs ? rehashed(2 * table.length, null) : table.clone();
        int at = slot(copy, variable);
        copy[at] = variable;
        copy[at + 1] = value;
        return new Vars(copy, grows ? size + 1 : size);
    }

    Vars without(ContextVar<?> variable) {
        return table[slot(table, variable)] == null ? this
                : new Vars(rehashed(table.length, variable), size - 1);
    }

    private @Nullable Object[] rehashed(int length, @Nullable ContextVar<?> except) {
        @Nullable Object[] fresh = new Object[length];
        for (int i = 0; i < table.length; i += 2) {
            if (table[i] instanceof ContextVar<?> variable && variable != except) {
                int at = slot(fresh, variable);
                fresh[at] = variable;
                fresh[at + 1] = table[i + 1];
            }
        }
        return fresh;
    }

    private static int slot(@Nullable Object[] pairs, ContextVar<?> variable) {
        int mask = pairs.length - 1;
        int at = variable.slotHash() & mask & ~1;
        while (pairs[at] != null && pairs[at] != variable) {
            at = at + 2 & mask;
        }
        return at;
    }
}
