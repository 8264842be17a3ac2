package io.asyncio4j.net;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Counts what the process has open; on Linux only. Stateless.
public final class Descriptors {
    private static final Path OPEN = Path.of("/proc/self/fd");

    private Descriptors() {
    }

    /// How many sockets are open.
    public static long sockets() throws IOException {
        return count("socket:");
    }

    /// How many descriptors there are whose target begins so.
    public static long count(String target) throws IOException {
        assumeTrue(Files.isDirectory(OPEN), "descriptors can be counted on Linux only");
        try (Stream<Path> open = Files.list(OPEN)) {
            List<Path> all = open.toList();
            return all.stream().filter(one -> targetOf(one).startsWith(target)).count();
        }
    }

    private static String targetOf(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
