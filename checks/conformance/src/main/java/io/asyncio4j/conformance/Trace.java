package io.asyncio4j.conformance;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events of one run, section 10, each as a line of compact JSON. Loop-confined.
 *
 * <p>A closed trace takes no more events: what happens after the outcome does not count.
 */
final class Trace {
    private final List<String> events = new ArrayList<>();
    private boolean closed;

    /** Appends [time, task, kind, at, payload]; the last four are JSON already. */
    void add(long time, String task, String kind, String at, String payload) {
        if (!closed) {
            events.add("[" + time + "," + task + ",\"" + kind + "\"," + at + "," + payload + "]");
        }
    }

    void close() {
        closed = true;
    }

    boolean closed() {
        return closed;
    }

    int size() {
        return events.size();
    }

    List<String> events() {
        return events;
    }

    static String at(@Nullable Integer at) {
        return at == null ? "null" : at.toString();
    }
}
