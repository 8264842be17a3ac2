package io.asyncio4j.conformance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All operations of section 7 by name. Immutable. */
final class Operations {
    private static final Map<String, Operation> BY_NAME = new HashMap<>();

    static {
        for (List<Operation> room : List.of(PlainValues.OPERATIONS, CallOperations.OPERATIONS,
                TaskOperations.OPERATIONS, WaitingOperations.OPERATIONS, LoopOperations.OPERATIONS,
                LockOperations.OPERATIONS, QueueOperations.OPERATIONS, ContextOperations.OPERATIONS,
                ManagerOperations.OPERATIONS, ConcurrentOperations.OPERATIONS)) {
            for (Operation operation : room) {
                BY_NAME.put(operation.name(), operation);
            }
        }
    }

    private Operations() {
    }

    /** The operation of that name, or null if there is none. */
    static @Nullable Operation named(String name) {
        return BY_NAME.get(name);
    }
}
