package io.asyncio4j.crawler;

/// The command line makes no sense. Immutable. Its message is one line for the user.
final class UsageException extends Exception {

    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
