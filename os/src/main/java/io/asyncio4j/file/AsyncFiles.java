package io.asyncio4j.file;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.thread.ToThread;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Operations on whole files, awaited. Thread-safe: holds nothing.
public final class AsyncFiles {
    private AsyncFiles() {
    }

    /// Reads a whole file as UTF-8.
    public static Coroutine<String> readString(Path path) {
        return ToThread.toThread(() -> Files.readString(path, StandardCharsets.UTF_8));
    }
}
