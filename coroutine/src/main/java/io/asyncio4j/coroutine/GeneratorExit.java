package io.asyncio4j.coroutine;

/// Thrown inside a coroutine where it is suspended when it is closed by [Coroutine#close()]. An `Error`, so that
/// `catch (Exception e)` does not keep a closed coroutine alive; let it pass.
public final class GeneratorExit extends Error {
    private static final long serialVersionUID = 1;

    /// A request to end.
    public GeneratorExit() {
        super("coroutine closed", null, true, true);
    }

    /// Nothing: whoever lets it out of a program may still say where, with [#setStackTrace].
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
