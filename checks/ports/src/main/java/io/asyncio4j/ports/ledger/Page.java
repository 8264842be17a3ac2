package io.asyncio4j.ports.ledger;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
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
        page.head(ledger);
        Map<String, List<Entry<Case, Verdict>>> files = ledger.verdicts().entrySet().stream()
                .collect(groupingBy(entry -> entry.getKey().file(), LinkedHashMap::new, toList()));
        page.totals(files, ledger.verdicts().values());
        page.beside(ledger);
        files.forEach(page::file);
        return page.text.toString();
    }

    private void head(Ledger ledger) {
        long old = ledger.verdicts().keySet().stream().filter(each -> each.since().equals(OLD)).count();
        line("# Compatibility with CPython's own tests");
        line("");
        line("Every test method of `Lib/test/test_asyncio` in CPython 3.11.7 (%d), and those that 3.12, 3.13 and 3.14 added (%d),"
                .formatted(old, ledger.verdicts().size() - old));
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

    private void totals(Map<String, List<Entry<Case, Verdict>>> files, Collection<Verdict> all) {
        line("| file | cases | passed | deviates | not applicable | no verdict |");
        line("|---|---:|---:|---:|---:|---:|");
        files.forEach((file, entries) -> line("| [%s](#%s) %s".formatted(file, file,
                counts(entries.stream().map(Entry::getValue).toList()))));
        line("| all " + counts(all));
        line("");
    }

    private static String counts(Collection<Verdict> verdicts) {
        return "| %d | %d | %d | %d | %d |".formatted(verdicts.size(), count(verdicts, Verdict.Passed.class),
                count(verdicts, Verdict.Deviates.class), count(verdicts, Verdict.NotApplicable.class),
                count(verdicts, Verdict.Open.class));
    }

    private static long count(Collection<Verdict> verdicts, Class<? extends Verdict> kind) {
        return verdicts.stream().filter(kind::isInstance).count();
    }

    private void beside(Ledger ledger) {
        line("What the language tests elsewhere in `Lib/test` wants no verdict; so many of those cases have a port here:");
        line("");
        line("| file | cases | ported |");
        line("|---|---:|---:|");
        Map<String, Long> ported = ledger.beside().stream().map(Port::name).distinct()
                .collect(groupingBy(Checklist::fileOf, counting()));
        ledger.checklist().beside().forEach((file, cases) -> line(
                "| %s | %d | %d |".formatted(file, cases, ported.getOrDefault(file, 0L))));
        line("");
    }

    private void file(String file, List<Entry<Case, Verdict>> entries) {
        line("## " + file);
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
