package io.asyncio4j.crawler;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// Writes results so that a file is either the old one or the whole new one. Immutable.
///
/// A regular file is written beside its place, forced to the disk and moved over; a device or a pipe is written directly.
final class ResultFile {

    private final Path path;

    private ResultFile(Path path) {
        this.path = path;
    }

    /// {@return the file, after a look at whether it can be written at all}
    static ResultFile at(String name) throws UsageException {
        Path path;
        try {
            path = Path.of(name);
        } catch (InvalidPathException e) {
            throw new UsageException("bad file name: " + Text.shorten(name, 40));
        }
        if (Files.isDirectory(path)) {
            throw new UsageException(Text.line("cannot write to ", name, ": it is a directory"));
        }
        Path parent = path.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new UsageException(Text.line("cannot write to ", name, ": there is no such directory"));
        }
        return new ResultFile(path);
    }

    /// Writes the lines in UTF-8.
    void write(List<String> lines) throws IOException {
        byte[] bytes = bytes(lines);
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            try (OutputStream out = Files.newOutputStream(path)) {
                out.write(bytes);
            }
            return;
        }
        Path target =
                Files.isSymbolicLink(path) && Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
        Path beside = target
                .resolveSibling("." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            writeWhole(beside, bytes);
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(beside);
            throw e;
        }
    }

    /// Writes the lines to a new file in the directory for temporary files.
    ///
    /// @return the file
    static Path rescue(List<String> lines) throws IOException {
        Path file = Files.createTempFile("quotes-", ".txt");
        Files.write(file, bytes(lines));
        return file;
    }

    static byte[] bytes(List<String> lines) {
        return lines.isEmpty() ? new byte[0]
                : (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /// {@return why writing failed, in a few words}
    static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "there is no such directory";
        }
        String text = e instanceof FileSystemException failed ? failed.getReason() : e.getMessage();
        return text == null || text.isBlank() ? "input/output error" : text;
    }

    private static void writeWhole(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
