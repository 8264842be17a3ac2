package io.asyncio4j.process;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where one of a child's three standard streams goes. Immutable.
public final class Stdio {
    enum Kind {
        INHERIT, PIPE, DEVNULL, STDOUT, READ, WRITE, APPEND
    }

    /// The same as this process's: asyncio's `None`, and the default.
    public static final Stdio INHERIT = new Stdio(Kind.INHERIT, null);
    /// A pipe whose other end the program gets: asyncio's `PIPE`.
    public static final Stdio PIPE = new Stdio(Kind.PIPE, null);
    /// Nowhere: asyncio's `DEVNULL`.
    public static final Stdio DEVNULL = new Stdio(Kind.DEVNULL, null);
    /// For standard error only: where standard output goes. asyncio's `STDOUT`.
    public static final Stdio STDOUT = new Stdio(Kind.STDOUT, null);

    private final Kind kind;
    private final @Nullable Path file;

    private Stdio(Kind kind, @Nullable Path file) {
        this.kind = kind;
        this.file = file;
    }

    /// Reads from a file; for standard input.
    public static Stdio from(Path file) {
        Objects.requireNonNull(file, "file");
        return new Stdio(Kind.READ, file);
    }

    /// Writes to a file, which is made, or emptied; for standard output and error.
    public static Stdio to(Path file) {
        Objects.requireNonNull(file, "file");
        return new Stdio(Kind.WRITE, file);
    }

    /// Writes to the end of a file, which is made if need be; for standard output and error.
    public static Stdio appendTo(Path file) {
        Objects.requireNonNull(file, "file");
        return new Stdio(Kind.APPEND, file);
    }

    Kind kind() {
        return kind;
    }

    Path file() {
        if (file == null) {
            throw new IllegalStateException("no file: " + this);
        }
        return file;
    }

    @Override
    public String toString() {
        return file == null ? kind.name() : kind + " " + file;
    }
}
