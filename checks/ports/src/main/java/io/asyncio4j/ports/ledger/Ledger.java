package io.asyncio4j.ports.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Immutable. The verdict on every case of CPython's test_asyncio, and of its tests of the language that asyncio stands
/// on; and what is wrong with the evidence.
///
/// A case is passed when a test names it with `@CPythonTest`; the others stand in `checks/ports/ledger`. `./aio ledger`
/// writes all of it to `docs/compatibility.md`, and a test holds that page to it.
///
/// @param verdicts by case, in the order of the checklist
/// @param problems each a sentence; none when all is well
record Ledger(Map<Case, Verdict> verdicts, Checklist checklist, List<String> problems) {

    static Ledger of(Path root) throws IOException {
        Path data = root.resolve("checks/ports");
        Checklist checklist = Checklist.read(data.resolve("cases"));
        Sources sources = Sources.read(root);
        Reasons reasons = Reasons.read(data.resolve("ledger"), checklist);
        List<String> problems = new ArrayList<>(sources.problems);
        problems.addAll(reasons.problems);

        Map<Case, List<Port>> passed = new HashMap<>();
        for (Port port : sources.ports) {
            Case found = checklist.find(port.name());
            if (found != null) {
                passed.computeIfAbsent(found, key -> new ArrayList<>()).add(port);
            } else if (!checklist.isVariant(port.name())) {
                problems.add(port.place() + " names an unknown case: " + port.name());
            }
        }

        Map<Case, Verdict> verdicts = new LinkedHashMap<>();
        for (Case each : checklist.cases()) {
            verdicts.put(each, verdict(each, passed.getOrDefault(each, List.of()), reasons, problems));
        }
        reasons.idle().forEach(problems::add);
        return new Ledger(verdicts, checklist, List.copyOf(problems));
    }

    private static Verdict verdict(Case about, List<Port> ports, Reasons reasons, List<String> problems) {
        Verdict written = reasons.exactly(about);
        if (!ports.isEmpty()) {
            if (written != null) {
                problems.add(
                        about.name() + " has two verdicts: " + written + " and passed by " + ports.getFirst().test());
            }
            return new Verdict.Passed(ports.stream().sorted(Comparator.comparing(Port::test)).toList());
        }
        if (written == null) written = reasons.byClass(about);
        return written == null ? new Verdict.Open() : written;
    }

    long open() {
        return verdicts.values().stream().filter(Verdict.Open.class::isInstance).count();
    }

    /// Writes the page of the checkout whose directory is the argument, or says what is wrong and ends with status 1.
    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]).toAbsolutePath();
        Ledger ledger = of(root);
        if (!ledger.problems().isEmpty()) {
            ledger.problems().forEach(System.err::println);
            System.exit(1);
        }
        Files.writeString(root.resolve(Page.PLACE), Page.of(ledger));
        System.out.println(
                Page.PLACE + ": " + ledger.verdicts().size() + " cases, " + ledger.open() + " without a verdict");
    }
}
