package io.asyncio4j;

import io.asyncio4j.coroutine.AsyncAction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What a room logs while something runs; kept from the console. Thread-safe.
public final class Warnings extends Handler {
    private final List<String> messages = Collections.synchronizedList(new ArrayList<>());

    private Warnings() {
    }

    /// Runs `body`, and gives what was logged to `room`'s logger meanwhile.
    public static List<String> of(String room, AsyncAction body) throws Exception {
        Logger logger = Logger.getLogger(room);
        Warnings warnings = new Warnings();
        logger.addHandler(warnings);
        logger.setUseParentHandlers(false);
        try {
            body.run();
        } finally {
            logger.removeHandler(warnings);
            logger.setUseParentHandlers(true);
        }
        return warnings.messages;
    }

    @Override
    public void publish(LogRecord entry) {
        messages.add(entry.getMessage());
    }

    @Override
    public void flush() {
        // nothing is kept back
    }

    @Override
    public void close() {
        // nothing is open
    }
}
