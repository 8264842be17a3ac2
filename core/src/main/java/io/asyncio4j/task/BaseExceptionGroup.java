package io.asyncio4j.task;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;

/// Immutable. A [GroupedException] with members that are not [Exception]s (a [CancelledError], some other [Error]),
/// itself an [Error] so that `catch (Exception e)` does not swallow them. Mirrors Python's `BaseExceptionGroup`.
public non-sealed class BaseExceptionGroup extends Error implements GroupedException {

    private final String text;
    private final List<Throwable> exceptions;

    /// A group of the given exceptions; [GroupedException#of] picks [ExceptionGroup] where that fits.
    ///
    /// @throws IllegalArgumentException if there are none
    public BaseExceptionGroup(String message, List<? extends Throwable> exceptions) {
        super(ExceptionTree.headline(message, exceptions));
        this.text = message;
        this.exceptions = List.copyOf(exceptions);
        this.exceptions.forEach(this::addSuppressed);
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
