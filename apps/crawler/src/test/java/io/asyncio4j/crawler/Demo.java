package io.asyncio4j.crawler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The command in a JVM of its own, as a user runs it. Immutable once it has ended.
record Demo(int status, String out, String err) {

    private static final long LIMIT_SECONDS = 50;

    /// Runs the command in `directory` to its end.
    static Demo run(Path directory, String... arguments) throws IOException, InterruptedException {
        return end(start(directory, arguments), directory);
    }

    static Process start(Path directory, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-exports", "java.base/jdk.internal.vm=ALL-UNNAMED", "--add-exports",
                        "java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED",
                        "-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8", "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).directory(directory.toFile())
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile()).start();
    }

    static Demo end(Process process, Path directory) throws IOException, InterruptedException {
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the command did not end: " + Files.readString(directory.resolve("err")));
            }
            return new Demo(process.exitValue(),
                    Files.readString(directory.resolve("out"), StandardCharsets.UTF_8),
                    Files.readString(directory.resolve("err"), StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }
}
