package io.asyncio4j.file;

import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// How [AsyncFiles#open] and [AsyncFiles#openBytes] treat a file; the first three are about text. Immutable.
///
/// @param charset of the text. With `UTF-16` and `UTF-32` the byte order mark at the start of the file is looked for, and
///        written. Each line is decoded for itself: a charset whose state outlives a line end is read wrongly
/// @param newlines what ends a line
/// @param malformed what to do with bytes that the charset does not have, and with characters that it cannot write:
///        REPORT raises [MalformedTextException]
/// @param lineLimit how many bytes a line may have, in `readLine` and iterations; [#NO_LINE_LIMIT] for any number
/// @param executor runs the calls that block; null for the loop's default executor
public record FileOptions(Charset charset, Newlines newlines, CodingErrorAction malformed, int lineLimit,
        @Nullable Executor executor) {

    /// Lines may be as long as an array.
    public static final int NO_LINE_LIMIT = Integer.MAX_VALUE;

    /// UTF-8, universal newlines, malformed text raises, lines of 64 MiB, the loop's executor.
    public static final FileOptions DEFAULT = new FileOptions(StandardCharsets.UTF_8, Newlines.UNIVERSAL,
            CodingErrorAction.REPORT, 64 << 20, null);

    /// Checks the limit.
    ///
    /// @throws IllegalArgumentException when the limit is not positive
    public FileOptions {
        Objects.requireNonNull(charset, "charset");
        Objects.requireNonNull(malformed, "malformed");
        Objects.requireNonNull(newlines, "newlines");
        if (lineLimit <= 0) {
            throw new IllegalArgumentException("line limit is not positive: " + lineLimit
                    + "; give bytes, or NO_LINE_LIMIT");
        }
    }

    /// The same with this charset.
    public FileOptions withCharset(Charset charset) {
        return new FileOptions(charset, newlines, malformed, lineLimit, executor);
    }

    /// The same with these line ends.
    public FileOptions withNewlines(Newlines newlines) {
        return new FileOptions(charset, newlines, malformed, lineLimit, executor);
    }

    /// The same with this treatment of malformed text.
    public FileOptions withMalformed(CodingErrorAction malformed) {
        return new FileOptions(charset, newlines, malformed, lineLimit, executor);
    }

    /// The same with this limit of a line, in bytes.
    public FileOptions withLineLimit(int lineLimit) {
        return new FileOptions(charset, newlines, malformed, lineLimit, executor);
    }

    /// The same with blocking calls on this executor.
    public FileOptions withExecutor(Executor executor) {
        Objects.requireNonNull(executor, "executor");
        return new FileOptions(charset, newlines, malformed, lineLimit, executor);
    }
}
