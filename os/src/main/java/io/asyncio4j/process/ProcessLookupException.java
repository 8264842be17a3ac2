package io.asyncio4j.process;

import java.io.IOException;

/// The process has ended already: Python's `ProcessLookupError`.
public final class ProcessLookupException extends IOException {
    private static final long serialVersionUID = 1L;

    /// With a message that says which operation and which process.
    public ProcessLookupException(String message) {
        super(message);
    }
}
