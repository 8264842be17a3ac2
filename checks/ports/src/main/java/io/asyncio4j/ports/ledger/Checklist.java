package io.asyncio4j.ports.ledger;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Immutable. The names CPython gives its test methods, read from `checks/ports/cases`:
///
/// * `cases.tsv`: every method that wants a verdict, with the version that brought it;
/// * `variants.tsv`: classes that run the methods of others, with those others, so that a test may name either;
/// * `beside.tsv`: methods of tests beside test_asyncio, which tests may name and which want no verdict.
final class Checklist {
    private final Map<String, Case> cases = new LinkedHashMap<>();
    private final Map<String, List<String>> variants;
    private final Set<String> beside;

    private Checklist(List<Case> cases, Map<String, List<String>> variants, Set<String> beside) {
        for (Case each : cases) {
            if (this.cases.put(each.name(), each) != null) {
                throw new IllegalArgumentException("a case is listed twice: " + each.name());
            }
        }
        this.variants = variants;
        this.beside = beside;
    }

    static Checklist read(Path directory) throws IOException {
        return new Checklist(
                rows(directory.resolve("cases.tsv")).stream().map(row -> Case.of(row[0], row[1])).toList(),
                rows(directory.resolve("variants.tsv")).stream()
                        .collect(toMap(row -> row[0], row -> List.of(row[1].split(" ")))),
                Set.copyOf(rows(directory.resolve("beside.tsv")).stream().map(row -> row[0]).toList()));
    }

    private static List<String[]> rows(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(line -> line.split("\t")).toList();
    }

    Collection<Case> cases() {
        return cases.values();
    }

    /// The case of a name, also where the name is that of a class which inherits the method.
    @Nullable Case find(String name) {
        Case own = cases.get(name);
        if (own != null || name.split("\\.").length != 3) return own;
        Case wanted = Case.of(name, "");
        for (String base : variants.getOrDefault(wanted.file() + "." + wanted.type(), List.of())) {
            Case inherited = find(wanted.file() + "." + base + "." + wanted.method());
            if (inherited != null) return inherited;
        }
        return null;
    }

    /// Whether a test may give this name without deciding about a case: it is one beside test_asyncio, or names a
    /// class whose methods others have listed.
    boolean isBeside(String name) {
        return beside.contains(name) || variants.containsKey(name);
    }

    /// How many methods beside test_asyncio a file has.
    Map<String, Long> beside() {
        Map<String, Long> counts = new LinkedHashMap<>();
        beside.stream().sorted().forEach(name -> counts.merge(fileOf(name), 1L, Long::sum));
        return counts;
    }

    static String fileOf(String name) {
        return name.substring(0, name.indexOf('.'));
    }
}
