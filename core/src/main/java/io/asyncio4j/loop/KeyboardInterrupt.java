package io.asyncio4j.loop;

/// The user asked the program to stop (Ctrl-C): Python's `KeyboardInterrupt`. Leaves the loop at once, also when a task
/// or callback throws it. If nobody catches it, the process ends with status 130.
public final class KeyboardInterrupt extends Error {
    private static final long serialVersionUID = 1;

    /// An interrupt.
    public KeyboardInterrupt() {
        super("interrupted by Ctrl-C");
    }

    /// An interrupt with a message.
    public KeyboardInterrupt(String message) {
        super(message);
    }
}
