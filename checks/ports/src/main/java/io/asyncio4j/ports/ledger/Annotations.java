package io.asyncio4j.ports.ledger;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The annotations `@CPythonTest` of one source file, as [Port]s. Owner-confined.
final class Annotations extends TreeScanner<@Nullable Void, String> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final Path file;
    private final Set<String> testMarks;
    private final Map<String, String> constants = new HashMap<>();
    final List<Port> ports = new ArrayList<>();
    final List<String> problems = new ArrayList<>();

    /// @param testMarks the names of annotations that make a method a test
    Annotations(CompilationUnitTree unit, SourcePositions positions, Path file, Set<String> testMarks) {
        this.unit = unit;
        this.positions = positions;
        this.file = file;
        this.testMarks = testMarks;
    }

    @Override
    public @Nullable Void visitCompilationUnit(CompilationUnitTree tree, String outer) {
        new TreeScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void visitVariable(VariableTree variable, @Nullable Void none) {
                if (variable.getInitializer() instanceof LiteralTree literal
                        && literal.getValue() instanceof String text) {
                    constants.put(variable.getName().toString(), text);
                }
                return null;
            }
        }.scan(tree, null);
        return super.visitCompilationUnit(tree, outer);
    }

    @Override
    public @Nullable Void visitClass(ClassTree tree, String outer) {
        String name = outer.isEmpty() ? tree.getSimpleName().toString() : outer + "." + tree.getSimpleName();
        collect(tree.getModifiers().getAnnotations(), name);
        return super.visitClass(tree, name);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree tree, String type) {
        String name = type + "." + tree.getName();
        List<? extends AnnotationTree> annotations = tree.getModifiers().getAnnotations();
        if (collect(annotations, name) && annotations.stream().noneMatch(each -> testMarks.contains(typeOf(each)))) {
            problems.add(at(tree) + ": " + name + " names a case of CPython's and is no test; annotate it with @Test");
        }
        return super.visitMethod(tree, type);
    }

    private boolean collect(List<? extends AnnotationTree> annotations, String test) {
        boolean found = false;
        for (AnnotationTree annotation : annotations) {
            if (!typeOf(annotation).equals("CPythonTest")) continue;
            found = true;
            for (ExpressionTree argument : annotation.getArguments()) {
                ExpressionTree value = argument instanceof AssignmentTree named ? named.getExpression() : argument;
                List<? extends ExpressionTree> names = value instanceof NewArrayTree array
                        ? array.getInitializers()
                        : List.of(value);
                for (ExpressionTree name : names) {
                    String text = text(name);
                    if (text == null) {
                        problems.add(at(name) + ": cannot tell the name of a case: " + name
                                + "; write a literal, or a constant of this file");
                    } else {
                        ports.add(new Port(text, test, file, at(name)));
                    }
                }
            }
        }
        return found;
    }

    private @Nullable String text(ExpressionTree tree) {
        return switch (tree) {
            case LiteralTree literal when literal.getValue() instanceof String text -> text;
            case ParenthesizedTree inner -> text(inner.getExpression());
            case IdentifierTree name -> constants.get(name.getName().toString());
            case BinaryTree sum when sum.getKind() == Tree.Kind.PLUS -> {
                String left = text(sum.getLeftOperand());
                String right = text(sum.getRightOperand());
                yield left == null || right == null ? null : left + right;
            }
            default -> null;
        };
    }

    static String typeOf(AnnotationTree annotation) {
        String name = annotation.getAnnotationType().toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private String at(Tree tree) {
        return file + ":" + unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
    }
}
