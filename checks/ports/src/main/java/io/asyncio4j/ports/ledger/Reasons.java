package io.asyncio4j.ports.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The verdicts that people have written, from `checks/ports/ledger/FILE.tsv`, one a line: `Class.method`, `deviates` or
/// `not applicable`, and the reason, between tabs. `Class.*` speaks for what is left of a class. Owner-confined.
final class Reasons {
    private record Line(String place, String name, Verdict verdict) {}

    private final Map<String, Line> exact = new HashMap<>();
    private final Map<String, Line> classes = new HashMap<>();
    private final Map<String, Line> idle = new LinkedHashMap<>();
    final List<String> problems = new ArrayList<>();

    private Reasons() {}

    static Reasons read(Path directory, Checklist checklist) throws IOException {
        Reasons reasons = new Reasons();
        if (!Files.isDirectory(directory)) return reasons;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".tsv")).sorted().toList()) {
                reasons.add(file, checklist);
            }
        }
        return reasons;
    }

    private void add(Path file, Checklist checklist) throws IOException {
        String name = file.getFileName().toString().replace(".tsv", "");
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            String place = file.getFileName() + ":" + (i + 1);
            String[] columns = lines.get(i).split("\t", -1);
            Verdict verdict = columns.length == 3 && !columns[2].isBlank() ? verdict(columns[1], columns[2]) : null;
            if (verdict == null) {
                problems.add(place + " is malformed: " + lines.get(i)
                        + "; write Class.method, deviates or not applicable, and a reason, with tabs between");
                continue;
            }
            add(new Line(place, name + "." + columns[0], verdict), checklist);
        }
    }

    private void add(Line line, Checklist checklist) {
        boolean wholeClass = line.name().endsWith(".*");
        if (wholeClass) {
            String prefix = line.name().substring(0, line.name().length() - 1);
            if (classes.put(prefix, line) != null)
                problems.add(line.place() + " gives a second verdict: " + line.name());
            idle.put(prefix, line);
            return;
        }
        Case found = checklist.find(line.name());
        if (found == null) {
            problems.add(line.place() + " names an unknown case: " + line.name());
        } else if (exact.put(found.name(), line) != null) {
            problems.add(line.place() + " gives a second verdict: " + line.name());
        }
    }

    private static @Nullable Verdict verdict(String kind, String reason) {
        return switch (kind) {
            case "deviates" -> new Verdict.Deviates(reason);
            case "not applicable" -> new Verdict.NotApplicable(reason);
            default -> null;
        };
    }

    /// What is written about this case itself.
    @Nullable Verdict exactly(Case about) {
        Line line = exact.get(about.name());
        return line == null ? null : line.verdict();
    }

    /// What is written about the rest of the case's class.
    @Nullable Verdict byClass(Case about) {
        String prefix = about.file() + "." + about.type() + ".";
        Line line = classes.get(prefix);
        if (line == null) return null;
        idle.remove(prefix);
        return line.verdict();
    }

    /// After all cases have been asked for: lines about classes that speak for no case.
    Stream<String> idle() {
        return idle.values().stream().map(line -> line.place() + " speaks for no case: " + line.name());
    }
}
