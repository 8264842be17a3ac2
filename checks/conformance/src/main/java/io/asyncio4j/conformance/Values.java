package io.asyncio4j.conformance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Truth and equality of values, section 2 of the format and the operation eq. Stateless. */
final class Values {
    private Values() {
    }

    /** Whether a value counts as true: all but null, false, 0, "" and the empty list. */
    static boolean truth(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean flag -> flag;
            case Long number -> number != 0;
            case Integer number -> number != 0;
            case String text -> !text.isEmpty();
            case List<?> list -> !list.isEmpty();
            default -> true;
        };
    }

    /** Plain values by type and value, lists item by item, everything else by identity. */
    static boolean same(@Nullable Object a, @Nullable Object b) {
        if (a instanceof List<?> left && b instanceof List<?> right) {
            if (left.size() != right.size()) {
                return false;
            }
            for (int i = 0; i < left.size(); i++) {
                if (!same(left.get(i), right.get(i))) {
                    return false;
                }
            }
            return true;
        }
        Long number = integer(a);
        if (number != null) {
            return number.equals(integer(b));
        }
        return a instanceof String || a instanceof Boolean ? a.equals(b) : a == b;
    }

    /** An integer, null for anything else. The library counts in int, programs in long. */
    static @Nullable Long integer(@Nullable Object value) {
        return switch (value) {
            case Long number -> number;
            case Integer number -> number.longValue();
            case null, default -> null;
        };
    }
}
