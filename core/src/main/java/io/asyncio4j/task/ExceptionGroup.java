package io.asyncio4j.task;

import io.asyncio4j.coroutine.TypeException;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;

/// Immutable. A [GroupedException] whose members are all [Exception]s, so that `catch (Exception e)` catches it.
/// Mirrors Python's `ExceptionGroup`.
public non-sealed class ExceptionGroup extends Exception implements GroupedException {

    private final String text;
    private final List<Throwable> exceptions;

    /// A group of the given exceptions.
    ///
    /// @throws IllegalArgumentException if there are none
    /// @throws TypeException if one of them is not an [Exception]; [GroupedException#of] picks the class that fits
    public ExceptionGroup(String message, List<? extends Throwable> exceptions) {
        super(ExceptionTree.headline(message, exceptions));
        this.text = message;
        this.exceptions = List.copyOf(exceptions);
        for (Throwable exception : this.exceptions) {
            if (!(exception instanceof Exception)) {
                throw new TypeException(
                        "new ExceptionGroup got a member that is not an Exception: " + exception
                                + "; use GroupedException.of or a BaseExceptionGroup");
            }
            addSuppressed(exception);
        }
    }

    @Override
    public final String message() {
        return text;
    }

    @Override
    public final List<Throwable> exceptions() {
        return exceptions;
    }

    /// Prints the group, and each member in a box of its own, without the frames of the library's insides.
    @Override
    public void printStackTrace(PrintStream stream) {
        Objects.requireNonNull(stream, "stream");
        stream.print(GroupTrace.of(this));
    }

    /// As [#printStackTrace(PrintStream)].
    @Override
    public void printStackTrace(PrintWriter writer) {
        Objects.requireNonNull(writer, "writer");
        writer.print(GroupTrace.of(this));
    }
}
