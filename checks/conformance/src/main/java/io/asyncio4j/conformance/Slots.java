package io.asyncio4j.conformance;

import java.util.HashMap;
import java.util.Map;

/** Numbers for the variables of one function, or of the whole program. Used while compiling, by one thread. */
final class Slots {
    private final Map<String, Integer> byName = new HashMap<>();
    private int count;

    int of(String name) {
        return byName.computeIfAbsent(name, _ -> count++);
    }

    /** A slot without a name. */
    int unnamed() {
        return count++;
    }

    int count() {
        return count;
    }
}
