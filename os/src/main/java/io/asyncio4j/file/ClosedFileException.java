package io.asyncio4j.file;

import java.nio.channels.ClosedChannelException;

/// An operation on a file that is closed, with a message.
final class ClosedFileException extends ClosedChannelException {
    private static final long serialVersionUID = 1;

    private final String message;

    ClosedFileException(String operation, String file) {
        message = operation + " refused: closed file " + file + "; open it again";
    }

    @Override
    public String getMessage() {
        return message;
    }
}
