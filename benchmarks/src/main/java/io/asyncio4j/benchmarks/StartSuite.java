package io.asyncio4j.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;

/// Measures the time from the command to the first line of a program that runs one coroutine. Confined to one thread.
final class StartSuite {
    static final String GROUP = "start";
    static final Work HELLO = new Work(GROUP, "hello", "first line of run(hello)", Work.FIRST_LINE);
    static final String PYTHON = "python3";

    private static final String MAIN = "io.asyncio4j.benchmarks.ours.Hello";
    private static final List<String> MODULES = List.of("coroutine", "core");
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Native programs;
    private final Recorder recorder;
    private final Map<String, List<String>> commands = new LinkedHashMap<>();

    /// Finds out who can take part, and makes jars and caches.
    StartSuite(Place place, Pythons pythons, Native programs, Recorder recorder)
            throws IOException, InterruptedException {
        this.programs = programs;
        this.recorder = recorder;
        Path directory = Files.createDirectories(place.built().resolve("hello"));
        String jars = jars(place, directory);
        add("java, classes", "directories of classes on the class path",
                Place.java(Place.ENGINE_FLAGS, MAIN));
        add("java, jars", "the same in jars", java(List.of(), jars, MAIN));
        cached(directory, "java, jars, cache", "the same with a cache ahead of time (JEP 483, 514)", jars, MAIN);
        Path program = Path.of(place.source("java/io/asyncio4j/benchmarks/ours/Hello.java"));
        add("aio run, plain", "the source launcher, which compiles first, on jars",
                java(List.of(), jars, program.toString()));
        cached(directory, "aio run, cache", "the same with a cache ahead of time, as ./aio run does it", jars,
                program.toString());
        if (pythons.plain().isPresent()) {
            add(PYTHON, "asyncio.run of the same program",
                    List.of(pythons.plain().get(), place.source("python/hello.py")));
        } else {
            recorder.note(Pythons.NO_PYTHON);
        }
    }

    private void cached(Path directory, String name, String settings, String jars, String main)
            throws InterruptedException {
        Path cache = directory.resolve(name.replaceAll("[^a-z]+", "-") + ".aot");
        try {
            Files.deleteIfExists(cache);
            Program.output(java(List.of("-XX:AOTCacheOutput=" + cache), jars, main), LIMIT);
            if (!Files.exists(cache)) {
                throw new IOException("the JVM made none");
            }
            add(name, settings, java(List.of("-XX:AOTCache=" + cache), jars, main));
        } catch (IOException impossible) {
            recorder.note(name + " was not measured: no cache could be made: " + impossible.getMessage());
        }
    }

    private static List<String> java(List<String> flags, String classPath, String main) {
        List<String> command = new ArrayList<>(List.of(Place.java()));
        command.addAll(Place.ENGINE_FLAGS);
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, main));
        return command;
    }

    private void add(String name, String settings, List<String> command) {
        commands.put(name, command);
        recorder.settings(name, settings);
    }

    /// Packs the directories of this class path that the program needs.
    private static String jars(Place place, Path directory) throws IOException {
        ToolProvider jar = ToolProvider.findFirst("jar")
                .orElseThrow(() -> new IOException("the jar tool is missing; run on a JDK, not a JRE"));
        List<String> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry).toAbsolutePath();
            if (!Files.isDirectory(path)) {
                continue;
            }
            String module = place.root().relativize(path).getName(0).toString();
            if (MODULES.contains(module) || Files.exists(path.resolve(MAIN.replace('.', '/') + ".class"))) {
                Path made = directory.resolve(module + ".jar");
                jar.run(System.err, System.err, "--create", "--file", made.toString(), "-C", entry, ".");
                jars.add(made.toString());
            }
        }
        return String.join(File.pathSeparator, jars);
    }

    /// How many measurements a round has.
    int size(Effort effort) {
        return commands.size() * effort.starts();
    }

    /// One round.
    void round(Effort effort, Progress progress) throws InterruptedException {
        for (int i = 0; i < effort.starts(); i++) {
            for (Map.Entry<String, List<String>> each : commands.entrySet()) {
                progress.next("start: " + each.getKey());
                List<String> command = new ArrayList<>(List.of(programs.start().toString()));
                command.addAll(each.getValue());
                try {
                    recorder.measure(HELLO, each.getKey(), () -> Program.numbers(command, LIMIT));
                } catch (InterruptedException stopped) {
                    throw stopped;
                } catch (Exception failure) {
                    recorder.note(each.getKey() + " did not start: " + failure.getMessage());
                }
            }
        }
    }
}
