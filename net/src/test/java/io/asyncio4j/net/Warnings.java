package io.asyncio4j.net;

import java.text.MessageFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Catches what a logger and those below it warn of, while it is open. Thread-safe.
public final class Warnings extends Handler implements AutoCloseable {
    private final Logger logger;
    private final boolean parents;
    private final List<String> texts = new CopyOnWriteArrayList<>();

    private Warnings(Logger logger) {
        this.logger = logger;
        this.parents = logger.getUseParentHandlers();
        logger.setUseParentHandlers(false);
        logger.addHandler(this);
    }

    public static Warnings of(String name) {
        return new Warnings(Logger.getLogger(name));
    }

    /// The warnings so far.
    public List<String> texts() {
        return texts;
    }

    @Override
    public void publish(LogRecord entry) {
        if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
            Object[] parameters = entry.getParameters();
            texts.add(parameters == null ? entry.getMessage() : MessageFormat.format(entry.getMessage(), parameters));
        }
    }

    @Override
    public void flush() {
    }

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(parents);
    }
}
