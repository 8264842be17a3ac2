package io.asyncio4j.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/// The programs of the examples. Compiles a folder at a time, when its first program is wanted; a warning is a failure.
///
/// Thread-safe.
final class Programs {
    static final Path ROOT = Path.of("").toAbsolutePath();

    private static final Map<String, Path> CLASSES = new ConcurrentHashMap<>();

    private Programs() {
    }

    /// The paths of all programs, such as `001-first-steps/HelloWorld.java`.
    static SortedSet<String> all() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT, 2)) {
            return files.filter(file -> ROOT.relativize(file).getNameCount() == 2)
                    .filter(file -> file.toString().endsWith(".java"))
                    .map(file -> ROOT.relativize(file).toString().replace('\\', '/'))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /// A new class of the program, with statics of its own; the caller closes its loader.
    static URLClassLoader loader(String program) throws IOException {
        Path classes = CLASSES.computeIfAbsent(program.substring(0, program.indexOf('/')), Programs::compile);
        return new URLClassLoader(new URL[]{classes.toUri().toURL()}, Programs.class.getClassLoader());
    }

    /// The name of the program's class: that of its file.
    static String className(String program) {
        return program.substring(program.lastIndexOf('/') + 1).replace(".java", "");
    }

    private static Path compile(String folder) {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> words = new DiagnosticCollector<>();
        try (Stream<Path> sources = Files.list(ROOT.resolve(folder));
                var files = javac.getStandardFileManager(words, Locale.ROOT, null)) {
            Path classes = Files.createDirectories(ROOT.resolve("target/programs").resolve(folder));
            List<Path> programs = sources.filter(file -> file.toString().endsWith(".java")).sorted().toList();
            boolean done = javac.getTask(null, files, words,
                    List.of("-d", classes.toString(), "-encoding", "UTF-8", "-proc:none", "-Xlint:all,-path,-classfile",
                            "-classpath", System.getProperty("java.class.path")),
                    null, files.getJavaFileObjectsFromPaths(programs)).call();
            if (!done || !words.getDiagnostics().isEmpty()) {
                throw new AssertionError("programs of " + folder + " do not compile without a word:\n"
                        + words.getDiagnostics().stream().map(Object::toString).collect(Collectors.joining("\n")));
            }
            return classes;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
