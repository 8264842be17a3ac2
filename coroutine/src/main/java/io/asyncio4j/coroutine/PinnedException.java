package io.asyncio4j.coroutine;

/// An await in a place that a coroutine cannot be suspended in: below a static initialiser, a native frame or a class
/// loader's callback. The message names the frame. The coroutine itself stays usable; move the await out of that place.
public final class PinnedException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /// An error with this message.
    public PinnedException(String message) {
        super(message);
    }
}
