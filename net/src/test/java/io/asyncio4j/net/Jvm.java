package io.asyncio4j.net;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A JVM of its own for a part of a test. Stateless.
public final class Jvm {
    private Jvm() {
    }

    /// The command that runs a class of the test on its class path and its engine.
    ///
    /// @param before what begins the command, such as `env`
    public static List<String> command(List<String> before, Class<?> main, String... options) {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-exports",
                "java.base/jdk.internal.vm=ALL-UNNAMED", "--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-Dasyncio4j.engine=" + System.getProperty("asyncio4j.engine", "thread")));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        return command;
    }
}
