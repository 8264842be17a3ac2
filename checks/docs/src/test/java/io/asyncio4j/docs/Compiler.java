package io.asyncio4j.docs;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/// Owner-confined. Compiles blocks. A block that is not a whole program gets the imports of every exported package
/// and is put where its mark says: `java body` into a method, `java members` into a class.
final class Compiler {
    private static final String CLASS_PATH = System.getProperty("java.class.path");
    private static final String IMPORTS = imports();

    private final JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    private final Path directory;

    Compiler(Path directory) {
        this.directory = directory;
    }

    /// Compiles a block to class files.
    ///
    /// @return the directory of the classes
    /// @throws AssertionError with javac's words when it does not compile
    Path compile(Block block) throws IOException {
        Path file = directory.resolve(block.identifier() + ".java");
        Path classes = directory.resolve(block.identifier());
        Files.writeString(file, source(block));
        StringWriter messages = new StringWriter();
        try (var files = javac.getStandardFileManager(null, Locale.ROOT, null)) {
            boolean done = javac.getTask(messages, files, null, List.of("-d", classes.toString(), "-proc:none",
                    "-Xlint:-options", "-cp", CLASS_PATH), null, files.getJavaFileObjects(file)).call();
            if (!done) throw new AssertionError(block.place() + " does not compile:\n" + messages);
        }
        return classes;
    }

    private static String source(Block block) {
        String place = "// " + block.place() + "\n";
        return switch (block.mark()) {
            case "java" -> block.text();
            case "java members" ->
                IMPORTS + place + "abstract class " + block.identifier() + " {\n" + block.given() + "\n"
                        + block.text() + "}\n";
            case "java body" -> IMPORTS + place + "abstract class " + block.identifier() + " {\n" + block.given() + "\n"
                    + "void body() throws Exception {\n" + block.text() + "}\n}\n";
            default -> throw new AssertionError(block.place() + " has an unknown mark: " + block.mark()
                    + "; use java for a whole program, java body for statements, java members for declarations");
        };
    }

    private static String imports() {
        Path[] library = Stream.of(CLASS_PATH.split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .map(Path::of)
                .toArray(Path[]::new);
        return ModuleFinder.of(library).findAll().stream()
                .map(ModuleReference::descriptor)
                .filter(module -> module.name().startsWith("io.asyncio4j."))
                .flatMap(module -> module.exports().stream())
                .map(export -> "import " + export.source() + ".*;\n")
                .sorted()
                .collect(Collectors.joining("", "import static io.asyncio4j.Asyncio.*;\nimport module java.base;\n",
                        ""));
    }
}
