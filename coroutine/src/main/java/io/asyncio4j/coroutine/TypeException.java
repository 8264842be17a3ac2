package io.asyncio4j.coroutine;

/// An argument of the wrong kind where the compiler cannot tell: Python's `TypeError`.
public final class TypeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /// An error with this message.
    public TypeException(String message) {
        super(message);
    }
}
