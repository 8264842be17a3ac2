package io.asyncio4j.file;

import io.asyncio4j.coroutine.AsyncContextManager;
import io.asyncio4j.task.CancelledError;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A directory that lives as long as a block. Loop-confined.
final class TemporaryDirectory implements AsyncContextManager<Path> {
    private final @Nullable Path parent;
    private final String prefix;
    private @Nullable Path made;

    TemporaryDirectory(@Nullable Path parent, String prefix) {
        this.parent = parent;
        this.prefix = prefix;
    }

    @Override
    public Path aenter() throws Exception {
        if (made != null) {
            throw new IllegalStateException("asyncWith refused: " + made + " is in a block already; make one for each");
        }
        try {
            return Trip.<Path>whole("create temporary directory", () -> {
                Path fresh = parent == null ? Files.createTempDirectory(prefix)
                        : Files.createTempDirectory(parent, prefix);
                made = fresh;
                return fresh;
            }).await();
        } catch (CancelledError cancelled) {
            Path unwanted = made;
            if (unwanted != null) {
                made = null;
                Trip.certain(() -> delete(unwanted)).await();
            }
            throw cancelled;
        }
    }

    @Override
    public boolean aexit(@Nullable Throwable failure) throws Exception {
        Path path = Objects.requireNonNull(made, "aexit without aenter");
        made = null;
        Trip.certain(() -> delete(path)).await();
        return false;
    }

    private static @Nullable Void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return null;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
        return null;
    }
}
