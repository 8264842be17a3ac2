package io.asyncio4j;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What the library logs while this is open. Thread-safe.
public final class LogLines extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("io.asyncio4j");
    private final boolean toParent = logger.getUseParentHandlers();
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    /// Listens from now on, and keeps the lines from the console.
    public LogLines() {
        logger.addHandler(this);
        logger.setUseParentHandlers(false);
    }

    /// The messages, in order.
    public List<String> lines() {
        return records.stream().map(LogRecord::getMessage).toList();
    }

    /// The errors among the messages.
    public List<String> errors() {
        return records.stream().filter(line -> line.getLevel() == Level.SEVERE).map(LogRecord::getMessage)
                .toList();
    }

    /// What was logged together with the messages, in order; null where nothing was.
    public List<Throwable> failures() {
        return records.stream().map(LogRecord::getThrown).toList();
    }

    @Override
    public void publish(LogRecord line) {
        records.add(line);
    }

    @Override
    public void flush() {
        // keeps everything
    }

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(toParent);
    }
}
