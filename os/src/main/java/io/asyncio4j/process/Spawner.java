package io.asyncio4j.process;

import java.io.IOException;
import java.util.Locale;

/// Starts processes. Thread-safe.
interface Spawner {
    /// The system property that forces a choice: posix or jdk.
    String PROPERTY = "asyncio4j.process";

    /// Starts a process.
    ///
    /// @throws java.nio.file.NoSuchFileException when there is no such program or directory
    /// @throws java.nio.file.AccessDeniedException when it may not be run
    Child spawn(Command command) throws IOException;

    /// The one to use: the one without threads where it works, or the one that the property names.
    static Spawner choose() {
        String wish = System.getProperty(PROPERTY, "").strip().toLowerCase(Locale.ROOT);
        boolean posix = PosixSpawner.isAvailable();
        return switch (wish) {
            case "" -> posix ? PosixSpawner.THE_ONE : new JdkSpawner();
            case "jdk" -> new JdkSpawner();
            case "posix" -> {
                if (!posix) {
                    throw new IllegalStateException("subprocess by posix_spawn does not work here; remove -D"
                            + PROPERTY + " or set it to jdk");
                }
                yield PosixSpawner.THE_ONE;
            }
            default -> throw new IllegalStateException("subprocess by an unknown means: -D" + PROPERTY + "="
                    + wish + "; give posix or jdk");
        };
    }
}
