package io.asyncio4j.ports.ledger;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toList;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;

/// The ledger as a page: totals by file first, then every case. Owner-confined.
final class Page {
    static final String PLACE = "docs/compatibility.md";
    private static final String OLD = "3.11";

    private final StringBuilder text = new StringBuilder();

    private Page() {}

    static String of(Ledger ledger) {
        Page page = new Page();
        Map<Boolean, Map<String, List<Entry<Case, Verdict>>>> parts = ledger.verdicts().entrySet().stream()
                .collect(partitioningBy(entry -> entry.getKey().language(),
                        groupingBy(entry -> entry.getKey().file(), LinkedHashMap::new, toList())));
        page.head(ledger);
        page.totals(parts.getOrDefault(false, Map.of()));
        page.line("The same for those tests of the language itself, in `Lib/test`, that asyncio stands on:");
        page.line("");
        page.totals(parts.getOrDefault(true, Map.of()));
        parts.values().forEach(files -> files.forEach(page::file));
        return page.text.toString();
    }

    private void head(Ledger ledger) {
        List<Case> own = ledger.verdicts().keySet().stream().filter(each -> !each.language()).toList();
        long old = own.stream().filter(each -> each.since().equals(OLD)).count();
        line("# Compatibility with CPython's own tests");
        line("");
        line("Every test method of `Lib/test/test_asyncio` in CPython 3.11.7 (%d), and those that 3.12, 3.13 and 3.14 added (%d),"
                .formatted(old, own.size() - old));
        line("with what became of it here. A method counts once, as CPython writes it, however many classes inherit it.");
        line("`./aio ledger` makes this page from the tests' `@CPythonTest` and from `checks/ports/ledger`; a test holds it to them.");
        line("");
        line("* **passed**: the tests named beside it check here what the case checks there, on both coroutine engines.");
        line("* **deviates**: this library does otherwise on purpose; the reason stands beside it.");
        line("* **not applicable**: the case is about something that does not exist on the JVM or in this library.");
        line("");
        if (ledger.open() > 0) {
            line("**%d of %d cases have no verdict yet.**".formatted(ledger.open(), ledger.verdicts().size()));
            line("");
        }
    }

    private void totals(Map<String, List<Entry<Case, Verdict>>> files) {
        line("| file | cases | passed | deviates | not applicable | no verdict |");
        line("|---|---:|---:|---:|---:|---:|");
        files.forEach((file, entries) -> line("| [%s](#%s) %s".formatted(file, anchor(file, entries),
                counts(verdicts(entries)))));
        line("| all " + counts(files.values().stream().flatMap(entries -> verdicts(entries).stream()).toList()));
        line("");
    }

    private static List<Verdict> verdicts(List<Entry<Case, Verdict>> entries) {
        return entries.stream().map(Entry::getValue).toList();
    }

    private static String anchor(String file, List<Entry<Case, Verdict>> entries) {
        return entries.getFirst().getKey().language() ? file + "-language" : file;
    }

    private static String counts(Collection<Verdict> verdicts) {
        return "| %d | %d | %d | %d | %d |".formatted(verdicts.size(), count(verdicts, Verdict.Passed.class),
                count(verdicts, Verdict.Deviates.class), count(verdicts, Verdict.NotApplicable.class),
                count(verdicts, Verdict.Open.class));
    }

    private static long count(Collection<Verdict> verdicts, Class<? extends Verdict> kind) {
        return verdicts.stream().filter(kind::isInstance).count();
    }

    private void file(String file, List<Entry<Case, Verdict>> entries) {
        line("## " + anchor(file, entries).replace('-', ' '));
        line("");
        Map<String, Path> tests = new TreeMap<>();
        for (Entry<Case, Verdict> entry : entries) {
            if (entry.getValue() instanceof Verdict.Passed passed) {
                passed.by().forEach(port -> tests.put(port.test().replaceFirst("\\..*", ""), port.file()));
            }
        }
        if (!tests.isEmpty()) {
            line("Ports: " + tests.entrySet().stream()
                    .map(test -> "[%s](../%s)".formatted(test.getKey(), slashes(test.getValue())))
                    .collect(joining(", ")) + ".");
            line("");
        }
        line("| case | verdict | test, or reason |");
        line("|---|---|---|");
        entries.forEach(entry -> line("| %s | %s |".formatted(name(entry.getKey()), describe(entry.getValue()))));
        line("");
    }

    private static String slashes(Path path) {
        List<String> names = new ArrayList<>();
        path.forEach(name -> names.add(name.toString()));
        return String.join("/", names);
    }

    private static String name(Case about) {
        String name = "`" + about.type() + "." + about.method() + "`";
        return about.since().equals(OLD) ? name : name + " (" + about.since() + ")";
    }

    private static String describe(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Passed(List<Port> by) ->
                "passed | " + by.stream().map(port -> "`" + port.test() + "`").distinct().collect(joining(", "));
            case Verdict.Deviates(String reason) -> "deviates | " + cell(reason);
            case Verdict.NotApplicable(String reason) -> "not applicable | " + cell(reason);
            case Verdict.Open() -> "**none** | ";
        };
    }

    private static String cell(String reason) {
        return reason.replace("|", "\\|");
    }

    private void line(String line) {
        text.append(line.stripTrailing()).append('\n');
    }
}
