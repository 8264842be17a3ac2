package io.asyncio4j.docs;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.DocumentationTool;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/// The reference of the library's modules, made by the JDK's javadoc from their sources. Stateless. As a program it makes
/// the pages and fails on what javadoc complains of: `aio doc`.
final class Reference {
    /// Names and a sentence say what most calls take, give and throw; tags are for what they cannot.
    private static final Pattern NOT_ASKED_FOR = Pattern.compile("no @(param|return|throws)");

    private Reference() {}

    /// Makes the pages.
    ///
    /// @return what javadoc complains of
    static List<String> make(Path root, Path pages) throws IOException {
        List<String> modules;
        try (Stream<Path> directories = Files.list(root)) {
            modules = directories.filter(each -> Files.exists(each.resolve("src/main/java/module-info.java")))
                    .map(each -> each.getFileName().toString()).sorted().toList();
        }
        String libraries = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.matches(".*/(netty|jspecify|junit|opentest4j|apiguardian)-[^/]*\\.jar"))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> options = new ArrayList<>(List.of("-quiet", "-d", pages.toString(), "-p", libraries,
                "-Xdoclint:all", "-Xmaxwarns", "100000", "-tag", "implNote:a:Implementation note:",
                "-windowtitle", "asyncio4j", "--add-exports", "java.base/jdk.internal.vm=io.asyncio4j.coroutine",
                "--add-exports", "java.base/jdk.internal.misc=io.asyncio4j.coroutine"));
        for (String module : modules) {
            options.addAll(List.of("--module-source-path",
                    "io.asyncio4j." + module + "=" + root.resolve(module).resolve("src/main/java")));
        }
        options.addAll(List.of("--module", modules.stream().map("io.asyncio4j."::concat)
                .collect(Collectors.joining(","))));
        DiagnosticCollector<JavaFileObject> complaints = new DiagnosticCollector<>();
        DocumentationTool javadoc = ToolProvider.getSystemDocumentationTool();
        try (var files = javadoc.getStandardFileManager(complaints, Locale.ROOT, StandardCharsets.UTF_8)) {
            javadoc.getTask(null, files, complaints, null, options, null).call();
        }
        return complaints.getDiagnostics().stream()
                .filter(each -> each.getKind() != Diagnostic.Kind.NOTE && !isSettled(each))
                .map(String::valueOf)
                .toList();
    }

    /// Also private fields of exceptions are asked for a comment, as part of the serialized form.
    private static boolean isSettled(Diagnostic<?> complaint) {
        String text = complaint.toString();
        return NOT_ASKED_FOR.matcher(text).find() || text.contains("no comment") && text.contains("\n    private ");
    }

    public static void main(String... arguments) throws IOException {
        List<String> complaints = make(Path.of(arguments[0]), Path.of(arguments[1]));
        complaints.forEach(System.err::println);
        if (!complaints.isEmpty()) System.exit(1);
        System.out.println(Path.of(arguments[1], "index.html"));
    }
}
