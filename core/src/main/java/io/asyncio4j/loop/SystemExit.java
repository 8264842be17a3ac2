package io.asyncio4j.loop;

/// The program wants to end: Python's `SystemExit`. Leaves the loop at once, also when a task or callback throws it.
/// If nobody catches it on the main thread either, the process ends with its status.
public final class SystemExit extends Error {
    private static final long serialVersionUID = 1;

    private final int status;
    private final boolean silent;

    /// An end with this exit status.
    public SystemExit(int status) {
        super("exit with status " + status);
        this.status = status;
        this.silent = true;
    }

    /// An end with status 1 and a message, which is printed when nobody catches it.
    public SystemExit(String message) {
        super(message);
        this.status = 1;
        this.silent = false;
    }

    /// The exit status.
    public int status() {
        return status;
    }

    /// Says what there is to say.
    ///
    /// @return the exit status
    int end() {
        if (!silent) {
            System.err.println(getMessage());
        }
        return status;
    }
}
