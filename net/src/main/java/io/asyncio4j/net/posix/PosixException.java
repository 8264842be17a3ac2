package io.asyncio4j.net.posix;

import java.io.IOException;

/// A call of the operating system has failed: Python's `OSError` with its `errno`. Immutable.
public final class PosixException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    /// @param operation what was called, and upon what
    /// @param errno the system's number for the failure
    public PosixException(String operation, int errno) {
        super(operation + " failed: " + Native.describe(errno));
        this.errno = errno;
    }

    /// @param operation what was called, and upon what
    /// @param errno the system's number for the failure
    /// @param advice what to do
    public PosixException(String operation, int errno, String advice) {
        super(operation + " failed: " + Native.describe(errno) + "; " + advice);
        this.errno = errno;
    }

    /// The system's number for the failure.
    public int errno() {
        return errno;
    }
}
