package io.asyncio4j.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;

/// Owner-confined. A program of a user's, compiled and started as a user would: a JVM of its own, the library's
/// modules on its module path or class path.
final class Consumer {
    /// What the test was given by the build, less the tools of testing.
    private static final String LIBRARY = String.join(File.pathSeparator, Arrays
            .stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("test-classes") && !entry.contains("asyncio4j-ports"))
            .filter(entry -> !entry.matches(".*(junit|assertj|byte-buddy|opentest4j|apiguardian|surefire).*"))
            .toList());

    record Outcome(int status, String out, String err) {}

    private final Path directory;
    private final Path sources;
    private final Path classes;

    Consumer(Path directory) throws IOException {
        this.directory = directory;
        sources = Files.createDirectories(directory.resolve("src"));
        classes = Files.createDirectories(directory.resolve("classes"));
    }

    Consumer source(String name, String text) throws IOException {
        Path file = sources.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    /// Compiles with the library on the module path and starts the module.
    Outcome onModulePath(String module, String mainClass, String... options) throws Exception {
        compile("--module-path", LIBRARY);
        return start(options, "--module-path", LIBRARY + File.pathSeparator + classes, "-m", module + "/" + mainClass);
    }

    /// Compiles with the library on the class path and starts the class.
    Outcome onClassPath(String mainClass, String... options) throws Exception {
        compile("--class-path", LIBRARY);
        return start(options, "--class-path", LIBRARY + File.pathSeparator + classes, mainClass);
    }

    private void compile(String pathOption, String path) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-d", classes.toString(), "-proc:none", pathOption, path));
        try (var files = Files.walk(sources)) {
            files.filter(file -> file.toString().endsWith(".java")).map(Path::toString).forEach(arguments::add);
        }
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(status).as("status of javac").isZero();
    }

    private Outcome start(String[] options, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of(arguments));
        return run(new ProcessBuilder(command), directory);
    }

    /// Runs a program to its end; what it prints passes through files in the directory.
    static Outcome run(ProcessBuilder program, Path directory) throws Exception {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process process = program.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        try {
            assertThat(process.waitFor(50, TimeUnit.SECONDS)).as("the program ended in time").isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Outcome(process.exitValue(), Files.readString(out).strip(), Files.readString(err).strip());
    }
}
