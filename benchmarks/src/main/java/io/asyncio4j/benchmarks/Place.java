package io.asyncio4j.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where things are: the checkout, the programs of other languages, the JVM. Immutable.
record Place(Path root) {
    /// Libraries that use what the JDK will remove say so on every start otherwise.
    static final String QUIET = "--sun-misc-unsafe-memory-access=allow";
    /// What a JVM needs for the continuation engine.
    static final List<String> ENGINE_FLAGS = List.of("--add-exports", "java.base/jdk.internal.vm=ALL-UNNAMED",
            "--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED", QUIET);

    /// The checkout that this program was built in; the launcher names it.
    static Place here() {
        return new Place(Path.of(System.getProperty("asyncio4j.root", "..")).toAbsolutePath().normalize());
    }

    /// A source file of a peer.
    String source(String name) {
        return root.resolve("benchmarks/src/main").resolve(name).toString();
    }

    /// What `--help` shows.
    Path usage() {
        return root.resolve("benchmarks/usage.txt");
    }

    /// Where programs and caches are built.
    Path built() {
        return root.resolve("target/bench");
    }

    /// Where recorded runs lie.
    Path recorded() {
        return root.resolve("benchmarks/results");
    }

    /// The `java` that runs this program.
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /// A command of a JVM with this program's class path.
    static List<String> java(List<String> flags, String main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(List.of(arguments));
        return command;
    }

    /// Where Kotlin's part was built: its classes and jars, or nothing.
    Optional<String> kotlin() throws IOException {
        for (String stage : List.of("target/fast", "target")) {
            Path place = root.resolve("benchmarks/kotlin").resolve(stage);
            if (Files.exists(place.resolve("classes/TasksKt.class")) && Files.isDirectory(place.resolve("lib"))) {
                return Optional.of(place.resolve("classes") + File.pathSeparator + place.resolve("lib") + "/*");
            }
        }
        return Optional.empty();
    }

    /// Whether a command is on the path, or is there.
    static boolean has(String command) {
        if (command.contains(File.separator)) {
            return Files.isExecutable(Path.of(command));
        }
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
    }
}
