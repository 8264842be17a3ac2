package io.asyncio4j.loop;

/// The program wants to end: Python's `SystemExit`. Leaves the loop at once, also when a task or callback throws it.
public final class SystemExit extends Error {
    private static final long serialVersionUID = 1;

    private final int status;

    /// An end with this exit status.
    public SystemExit(int status) {
        super("exit with status " + status);
        this.status = status;
    }

    /// An end with status 1 and a message.
    public SystemExit(String message) {
        super(message);
        this.status = 1;
    }

    /// The exit status.
    public int status() {
        return status;
    }
}
