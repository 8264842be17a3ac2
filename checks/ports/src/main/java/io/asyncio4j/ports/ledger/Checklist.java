package io.asyncio4j.ports.ledger;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Immutable. The names CPython gives its test methods, read from `checks/ports/cases`:
///
/// * `cases.tsv`: the methods of test_asyncio, with the version that brought them;
/// * `language.tsv`: those that test coroutines, generators, exception groups and contexts, beside test_asyncio;
/// * `variants.tsv`: classes that run the methods of others, with those others, so that a test may name either.
final class Checklist {
    private final Map<String, Case> cases = new LinkedHashMap<>();
    private final Map<String, List<String>> variants;

    private Checklist(List<Case> cases, Map<String, List<String>> variants) {
        for (Case each : cases) {
            if (this.cases.put(each.name(), each) != null) {
                throw new IllegalArgumentException("a case is listed twice: " + each.name());
            }
        }
        this.variants = variants;
    }

    static Checklist read(Path directory) throws IOException {
        return new Checklist(
                Stream.concat(cases(directory.resolve("cases.tsv"), false),
                        cases(directory.resolve("language.tsv"), true)).toList(),
                rows(directory.resolve("variants.tsv")).stream()
                        .collect(toMap(row -> row[0], row -> List.of(row[1].split(" ")))));
    }

    private static Stream<Case> cases(Path file, boolean language) throws IOException {
        return rows(file).stream().map(row -> Case.of(language, row[0], row[1]));
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
        Case wanted = Case.of(false, name, "");
        for (String base : variants.getOrDefault(wanted.file() + "." + wanted.type(), List.of())) {
            Case inherited = find(wanted.file() + "." + base + "." + wanted.method());
            if (inherited != null) return inherited;
        }
        return null;
    }

    /// Whether a test may give this name without deciding about a case: it is that of a class whose methods others have
    /// listed.
    boolean isVariant(String name) {
        return variants.containsKey(name);
    }
}
