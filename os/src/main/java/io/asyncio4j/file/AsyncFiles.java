package io.asyncio4j.file;

import io.asyncio4j.coroutine.AsyncContextManager;
import io.asyncio4j.coroutine.AsyncIterator;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.file.Opening.Opened;
import io.asyncio4j.loop.EventLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.CopyOption;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Files, awaited: what aiofiles is to asyncio. [#open] for files to read and write piece by piece; the rest does one whole
/// job on a thread of the loop's default executor, under the name it has in [Files], and fails with the exceptions that
/// has, which say here what was done and what is wrong.
///
/// ```java
/// asyncWith(AsyncFiles.open(path), file -> {
///     for (String line : asyncFor(file.lines())) IO.println(line);
/// });
/// ```
///
/// Which options are which mode of Python's `open`:
///
/// | Python | options |
/// |---|---|
/// | `r` | none, or READ |
/// | `w` | WRITE, CREATE, TRUNCATE_EXISTING |
/// | `x` | WRITE, CREATE_NEW |
/// | `a` | APPEND, CREATE |
/// | `r+` | READ, WRITE |
/// | `w+` | READ, WRITE, CREATE, TRUNCATE_EXISTING |
///
/// Loop-confined: use it on a loop's thread. A whole job that is cancelled before a thread has begun it does nothing; one
/// that has begun runs to its end before the `CancelledError` comes out, or its failure instead; a second cancellation
/// stops waiting for it. For anything else of [Files] there is [io.asyncio4j.thread.ToThread#toThread].
public final class AsyncFiles {
    private AsyncFiles() {
    }

    // ---- open files

    /// A text file in UTF-8.
    public static Opening<AsyncTextFile> open(Path path, OpenOption... options) {
        return open(path, FileOptions.DEFAULT, options);
    }

    /// A text file in this charset.
    public static Opening<AsyncTextFile> open(Path path, Charset charset, OpenOption... options) {
        return open(path, FileOptions.DEFAULT.withCharset(charset), options);
    }

    /// A text file.
    ///
    /// @throws IllegalArgumentException for READ with APPEND, which the JDK does not have
    public static Opening<AsyncTextFile> open(Path path, FileOptions how, OpenOption... options) {
        Objects.requireNonNull(how, "how");
        return new Opening<>(how.executor(), opening(path, options),
                (file, handle) -> new AsyncTextFile(file, handle, how));
    }

    /// A file of bytes.
    public static Opening<AsyncBinaryFile> openBytes(Path path, OpenOption... options) {
        return openBytes(path, FileOptions.DEFAULT, options);
    }

    /// A file of bytes; of `how`, what is about text is for [AsyncBinaryFile#text()].
    ///
    /// @throws IllegalArgumentException for READ with APPEND, which the JDK does not have
    public static Opening<AsyncBinaryFile> openBytes(Path path, FileOptions how, OpenOption... options) {
        Objects.requireNonNull(how, "how");
        return new Opening<>(how.executor(), opening(path, options),
                (file, handle) -> new AsyncBinaryFile(file, handle, how));
    }

    /// A new file without a name, to read and write, gone when it is closed: `tempfile.TemporaryFile`.
    public static Opening<AsyncBinaryFile> temporaryFile() {
        return temporary(null, "", "", false);
    }

    /// A new file to read and write, deleted when it is closed: `tempfile.NamedTemporaryFile`. Its path is
    /// `Path.of(file.name())`; only its owner may read it.
    public static Opening<AsyncBinaryFile> namedTemporaryFile(String prefix, String suffix) {
        return temporary(null, prefix, suffix, true);
    }

    /// As [#namedTemporaryFile(String, String)], in `directory`.
    public static Opening<AsyncBinaryFile> namedTemporaryFile(Path directory, String prefix, String suffix) {
        Objects.requireNonNull(directory, "directory");
        return temporary(directory, prefix, suffix, true);
    }

    private static Opening<AsyncBinaryFile> temporary(@Nullable Path directory, String prefix, String suffix,
            boolean keepsName) {
        Objects.requireNonNull(prefix, "prefix");
        Objects.requireNonNull(suffix, "suffix");
        return new Opening<>(null, FileFailures.named("create temporary file", () -> {
            ChannelDevice.Temporary made = ChannelDevice.temporary(directory, prefix, suffix, keepsName);
            return new Opened(made.device(), made.path().toString(), 0, true, true);
        }), (file, handle) -> new AsyncBinaryFile(file, handle, FileOptions.DEFAULT));
    }

    /// A new directory for a block, deleted with all that is in it at the end: `tempfile.TemporaryDirectory`. Only its
    /// owner may enter it.
    public static AsyncContextManager<Path> temporaryDirectory(String prefix) {
        Objects.requireNonNull(prefix, "prefix");
        return new TemporaryDirectory(null, prefix);
    }

    /// As [#temporaryDirectory(String)], in `parent`.
    public static AsyncContextManager<Path> temporaryDirectory(Path parent, String prefix) {
        Objects.requireNonNull(parent, "parent");
        Objects.requireNonNull(prefix, "prefix");
        return new TemporaryDirectory(parent, prefix);
    }

    private static Callable<Opened> opening(Path path, OpenOption... options) {
        Objects.requireNonNull(path, "path");
        Set<OpenOption> all = Set.copyOf(List.of(options));
        boolean appends = all.contains(StandardOpenOption.APPEND);
        boolean writes = appends || all.contains(StandardOpenOption.WRITE);
        boolean reads = !writes || all.contains(StandardOpenOption.READ);
        if (reads && appends) {
            throw new IllegalArgumentException("open refused: READ with APPEND: " + path
                    + "; open it with READ and WRITE, and seek to the end before each write");
        }
        return () -> {
            ChannelDevice device = ChannelDevice.open(path, all);
            return new Opened(device, path.toString(), appends ? device.size() : 0, reads, writes);
        };
    }

    // ---- standard streams

    /// Standard input as text, in the charset of the property `stdin.encoding`; one for each loop. A read that is
    /// cancelled loses nothing: what comes in later is for the next read, also in another loop. Do not read `System.in`
    /// by other means beside it. It need not be closed.
    public static AsyncTextFile stdin() {
        return StandardStreams.of(EventLoop.running()).in();
    }

    /// Standard output as text, through `System.out` and in its charset. Every write goes out at once. It need not be
    /// closed, and closing it leaves `System.out` open.
    public static AsyncTextFile stdout() {
        return StandardStreams.of(EventLoop.running()).out();
    }

    /// Standard error, as [#stdout()].
    public static AsyncTextFile stderr() {
        return StandardStreams.of(EventLoop.running()).err();
    }

    // ---- whole contents

    /// The whole file as text in UTF-8, unchanged.
    ///
    /// @return a coroutine; raises [MalformedTextException] for bytes that are not UTF-8
    public static Coroutine<String> readString(Path path) {
        return readString(path, StandardCharsets.UTF_8);
    }

    /// The whole file as text in this charset, unchanged.
    ///
    /// @return a coroutine; raises [MalformedTextException] for bytes that are no text
    public static Coroutine<String> readString(Path path, Charset charset) {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(charset, "charset");
        return Trip.whole("readString", () -> {
            byte[] bytes = readAll(path);
            return new TextCodec(charset, CodingErrorAction.REPORT, path.toString()).decode(bytes, 0, bytes.length, 0);
        });
    }

    /// The whole file.
    public static Coroutine<byte[]> readBytes(Path path) {
        Objects.requireNonNull(path, "path");
        return Trip.whole("readBytes", () -> readAll(path));
    }

    /// The JDK does not name a file that it could open and not read, such as a directory.
    private static byte[] readAll(Path path) throws IOException {
        try {
            return Files.readAllBytes(path);
        } catch (FileSystemException named) {
            throw FileFailures.of("open", named);
        } catch (IOException nameless) {
            FileSystemException named =
                    new FileSystemException(path.toString(), null, String.valueOf(nameless.getMessage()));
            named.initCause(nameless);
            throw FileFailures.of("read", named);
        }
    }

    /// Writes `text` in UTF-8 as the whole file, or as the options say.
    ///
    /// @return a coroutine; raises [MalformedTextException], with nothing written, for a lone surrogate
    public static Coroutine<@Nullable Void> writeString(Path path, String text, OpenOption... options) {
        return writeString(path, text, StandardCharsets.UTF_8, options);
    }

    /// Writes `text` in this charset as the whole file, or as the options say.
    ///
    /// @return a coroutine; raises [MalformedTextException], with nothing written, for a character that the charset does
    ///         not have
    public static Coroutine<@Nullable Void> writeString(Path path, String text, Charset charset,
            OpenOption... options) {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(charset, "charset");
        return Trip.whole("writeString", () -> writeAll(path,
                new TextCodec(charset, CodingErrorAction.REPORT, path.toString()).encode(text), options));
    }

    /// Writes `bytes` as the whole file, or as the options say. They must not change before the coroutine has ended.
    ///
    /// @return a coroutine; raises [FileSystemException], which says how much is in the file, when writing fails
    public static Coroutine<@Nullable Void> writeBytes(Path path, byte[] bytes, OpenOption... options) {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(bytes, "bytes");
        return Trip.whole("writeBytes", () -> writeAll(path, bytes, options));
    }

    private static @Nullable Void writeAll(Path path, byte[] bytes, OpenOption... options) throws IOException {
        Set<OpenOption> all = options.length > 0 ? Set.of(options)
                : Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
        ChannelDevice device = ChannelDevice.open(path, all);
        try {
            new Draining(device, path.toString(), bytes, 0, bytes.length, 0).call();
        } finally {
            device.close(new byte[0]);
        }
        return null;
    }

    // ---- names

    /// Copies a file: [Files#copy(Path, Path, CopyOption...)].
    ///
    /// @return a coroutine that gives the target
    public static Coroutine<Path> copy(Path source, Path target, CopyOption... options) {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(target, "target");
        return Trip.whole("copy", () -> Files.copy(source, target, options));
    }

    /// Moves or renames: [Files#move].
    ///
    /// @return a coroutine that gives the target
    public static Coroutine<Path> move(Path source, Path target, CopyOption... options) {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(target, "target");
        return Trip.whole("move", () -> Files.move(source, target, options));
    }

    /// Deletes a file or an empty directory: [Files#delete].
    public static Coroutine<@Nullable Void> delete(Path path) {
        Objects.requireNonNull(path, "path");
        return Trip.whole("delete", () -> {
            Files.delete(path);
            return null;
        });
    }

    /// Deletes a file or an empty directory if it is there: [Files#deleteIfExists].
    ///
    /// @return a coroutine that gives whether it was there
    public static Coroutine<Boolean> deleteIfExists(Path path) {
        Objects.requireNonNull(path, "path");
        return Trip.whole("deleteIfExists", () -> Files.deleteIfExists(path));
    }

    /// Makes a directory: [Files#createDirectory].
    public static Coroutine<Path> createDirectory(Path path, FileAttribute<?>... attributes) {
        Objects.requireNonNull(path, "path");
        return Trip.whole("createDirectory", () -> Files.createDirectory(path, attributes));
    }

    /// Makes a directory and those above it that are missing: [Files#createDirectories].
    public static Coroutine<Path> createDirectories(Path path, FileAttribute<?>... attributes) {
        Objects.requireNonNull(path, "path");
        return Trip.whole("createDirectories", () -> Files.createDirectories(path, attributes));
    }

    /// Makes a second name for a file: [Files#createLink].
    public static Coroutine<Path> createLink(Path link, Path existing) {
        Objects.requireNonNull(link, "link");
        Objects.requireNonNull(existing, "existing");
        return Trip.whole("createLink", () -> Files.createLink(link, existing));
    }

    /// Makes a symbolic link: [Files#createSymbolicLink].
    public static Coroutine<Path> createSymbolicLink(Path link, Path target) {
        Objects.requireNonNull(link, "link");
        Objects.requireNonNull(target, "target");
        return Trip.whole("createSymbolicLink", () -> Files.createSymbolicLink(link, target));
    }

    /// Where a symbolic link leads: [Files#readSymbolicLink].
    public static Coroutine<Path> readSymbolicLink(Path link) {
        Objects.requireNonNull(link, "link");
        return Trip.whole("readSymbolicLink", () -> Files.readSymbolicLink(link));
    }

    /// What a directory has, in no order: `os.listdir`.
    public static Coroutine<List<Path>> list(Path directory) {
        Objects.requireNonNull(directory, "directory");
        return Trip.whole("list", () -> entries(directory));
    }

    static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.toList();
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }

    /// All that lies at and below `root`, in the order of names, a directory before what it has; symbolic links are not
    /// followed. For `asyncFor`; it holds nothing open between two steps.
    ///
    /// A directory that cannot be read raises its [IOException] behind its own path, once; the steps after that go on.
    public static AsyncIterator<Path> walk(Path root) {
        Objects.requireNonNull(root, "root");
        return new TreeWalk(root);
    }

    // ---- questions

    /// Size, times and kind: [Files#readAttributes(Path, Class, LinkOption...)].
    public static Coroutine<BasicFileAttributes> stat(Path path, LinkOption... options) {
        return stat(path, BasicFileAttributes.class, options);
    }

    /// Attributes of this type, for instance [java.nio.file.attribute.PosixFileAttributes].
    public static <A extends BasicFileAttributes> Coroutine<A> stat(Path path, Class<A> type, LinkOption... options) {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(type, "type");
        return Trip.whole("stat", () -> Files.readAttributes(path, type, options));
    }

    /// In bytes: [Files#size].
    public static Coroutine<Long> size(Path path) {
        Objects.requireNonNull(path, "path");
        return Trip.whole("size", () -> Files.size(path));
    }

    /// Whether it is there: [Files#exists].
    public static Coroutine<Boolean> exists(Path path, LinkOption... options) {
        Objects.requireNonNull(path, "path");
        return Trip.whole("exists", () -> Files.exists(path, options));
    }

    /// Whether it is a regular file: [Files#isRegularFile].
    public static Coroutine<Boolean> isRegularFile(Path path, LinkOption... options) {
        Objects.requireNonNull(path, "path");
        return Trip.whole("isRegularFile", () -> Files.isRegularFile(path, options));
    }

    /// Whether it is a directory: [Files#isDirectory].
    public static Coroutine<Boolean> isDirectory(Path path, LinkOption... options) {
        Objects.requireNonNull(path, "path");
        return Trip.whole("isDirectory", () -> Files.isDirectory(path, options));
    }

    /// Whether it is a symbolic link: [Files#isSymbolicLink].
    public static Coroutine<Boolean> isSymbolicLink(Path path) {
        Objects.requireNonNull(path, "path");
        return Trip.whole("isSymbolicLink", () -> Files.isSymbolicLink(path));
    }

    /// Whether both are the same file: [Files#isSameFile].
    public static Coroutine<Boolean> isSameFile(Path one, Path other) {
        Objects.requireNonNull(one, "one");
        Objects.requireNonNull(other, "other");
        return Trip.whole("isSameFile", () -> Files.isSameFile(one, other));
    }
}
