package io.asyncio4j.ports.ledger;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/// The test sources of a checkout, parsed and not compiled: what a test names does not depend on what has been built.
/// Owner-confined.
final class Sources {
    private static final Path TESTS = Path.of("src", "test", "java");
    private static final Set<String> SKIPPED = Set.of("target", ".git", "node_modules");

    final List<Port> ports = new ArrayList<>();
    final List<String> problems = new ArrayList<>();
    private final Set<String> testMarks =
            new HashSet<>(Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate"));

    private Sources() {}

    static Sources read(Path root) throws IOException {
        Sources sources = new Sources();
        List<Path> files = filesThatMatter(root);
        if (!files.isEmpty()) sources.parse(root, files);
        return sources;
    }

    private void parse(Path root, List<Path> files) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) throw new IllegalStateException("the ledger needs a JDK, and this is a JRE");
        var complaints = new DiagnosticCollector<JavaFileObject>();
        try (var manager = compiler.getStandardFileManager(complaints, null, null)) {
            var task = (JavacTask) compiler.getTask(null, manager, complaints, List.of("-proc:none"), null,
                    manager.getJavaFileObjectsFromPaths(files));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            List<CompilationUnitTree> units = new ArrayList<>();
            task.parse().forEach(units::add);
            complaints.getDiagnostics().forEach(each -> problems.add(each.toString()));
            units.forEach(this::learnMarks);
            for (CompilationUnitTree unit : units) {
                Path file = root.relativize(Path.of(unit.getSourceFile().toUri()));
                Annotations annotations = new Annotations(unit, positions, file, testMarks);
                annotations.scan(unit, "");
                ports.addAll(annotations.ports);
                problems.addAll(annotations.problems);
            }
        }
    }

    /// An annotation that bears a test's mark is one itself.
    private void learnMarks(CompilationUnitTree unit) {
        for (Tree type : unit.getTypeDecls()) {
            if (type.getKind() == Tree.Kind.ANNOTATION_TYPE && type instanceof ClassTree annotation
                    && annotation.getModifiers().getAnnotations().stream()
                            .anyMatch(each -> testMarks.contains(Annotations.typeOf(each)))) {
                testMarks.add(annotation.getSimpleName().toString());
            }
        }
    }

    private static List<Path> filesThatMatter(Path root) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                Path name = directory.getFileName();
                return name != null && SKIPPED.contains(name.toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (file.toString().endsWith(".java") && ("/" + file).contains("/" + TESTS + "/")) {
                    String text = Files.readString(file);
                    if (text.contains("@CPythonTest") || text.contains("@interface")) files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(null);
        return files;
    }
}
