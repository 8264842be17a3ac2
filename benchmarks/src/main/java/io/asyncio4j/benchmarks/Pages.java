package io.asyncio4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Writes a run's tables into the pages: between `<!-- benchmark: NAME -->` and `<!-- /benchmark -->`, so that no number
/// in a page is typed by hand. Immutable.
record Pages(Path root) {
    private static final List<String> FILES = List.of("README.md", "docs/performance.md");
    private static final Pattern BLOCK =
            Pattern.compile("(<!-- benchmark: ([a-z]+) -->\n)(.*?)(<!-- /benchmark -->)", Pattern.DOTALL);
    private static final String CHART = "performance.svg";
    private static final Set<String> SAYING_SO = Set.of("summary", "origin");
    private static final String NO_RUN =
            "No run has been recorded yet: `./aio bench` shows the numbers of your machine, `./aio bench --record` also\n"
                    + "writes them here.\n";
    private static final List<String> TASKS = List.of("switch", "create", "gather", "queue", "call-soon", "generator",
            TaskWorks.MILLION, TaskWorks.IDLE, TaskWorks.IDLE_BODIES);
    private static final Map<String, String> PEERS = peers();

    private static Map<String, String> peers() {
        Map<String, String> peers = new LinkedHashMap<>();
        peers.put("Kotlin", "Kotlin coroutines");
        peers.put("virtual", "virtual threads");
        peers.put("uvloop", "uvloop");
        peers.put("CPython", "CPython");
        return peers;
    }

    /// The newest recorded run.
    static Optional<Path> newest(Path recorded) throws IOException {
        if (!Files.isDirectory(recorded)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(recorded)) {
            return files.filter(file -> file.toString().endsWith(".json")).max(Path::compareTo);
        }
    }

    /// The pages and the picture as they should be, by file; pages that say so when no run is recorded.
    Map<Path, String> filled(Optional<Results> results) throws IOException {
        Map<Path, String> pages = new LinkedHashMap<>();
        for (String name : FILES) {
            Path file = root.resolve(name);
            if (Files.exists(file)) {
                pages.put(file, BLOCK.matcher(Files.readString(file)).replaceAll(block -> Matcher.quoteReplacement(
                        block.group(1)
                                + results.map(run -> content(block.group(2), run))
                                        .orElse(SAYING_SO.contains(block.group(2)) ? NO_RUN : "")
                                + block.group(4))));
            }
        }
        results.ifPresent(run -> pages.put(root.resolve("docs").resolve(CHART), Chart.svg(run)));
        return pages;
    }

    /// Fills the pages and draws the picture.
    ///
    /// @return the files
    Set<Path> write(Results results) throws IOException {
        Map<Path, String> pages = filled(Optional.of(results));
        for (Map.Entry<Path, String> page : pages.entrySet()) {
            Files.createDirectories(page.getKey().getParent());
            Files.writeString(page.getKey(), page.getValue());
        }
        return pages.keySet();
    }

    private static String content(String name, Results results) {
        Report report = new Report(results);
        return switch (name) {
            case "summary" -> summary(results).markdown() + "\n" + servers(results).markdown() + "\n" + origin(results);
            case "tasks" -> report.tasks().markdown() + "\n" + Report.HEADS_EXPLAINED;
            case "files" -> report.files().markdown();
            case "shares" -> report.shares().markdown();
            case "cpu" -> report.cpus().markdown();
            case "start" -> report.start().markdown();
            case "settings" -> settings(results);
            case "origin" -> origin(results);
            case "chart" -> "![what an operation costs, here and elsewhere](" + CHART + ")\n";
            default -> throw new IllegalArgumentException("no such block of benchmarks: " + name
                    + "; there are summary, tasks, shares, cpu, files, start, settings, chart and origin");
        };
    }

    private static Table summary(Results results) {
        List<String> head = new ArrayList<>(List.of("CPU time of one", "asyncio4j"));
        head.addAll(PEERS.values());
        List<List<String>> rows = new ArrayList<>();
        for (Work work : TaskWorks.ALL) {
            if (TASKS.contains(work.name())) {
                List<String> row = new ArrayList<>(List.of(work.title(), results.median(work, TaskSuite.OURS)
                        .map(value -> Table.number(value) + (work.metric().equals(Work.BYTES) ? " B" : " ns"))
                        .orElse("")));
                PEERS.keySet().forEach(peer -> row.add(results.ratio(work, peer, TaskSuite.OURS)
                        .map(ratio -> Table.number(ratio) + " x").orElse("")));
                rows.add(row);
            }
        }
        return new Table("", List.of(head), rows);
    }

    private static Table servers(Results results) {
        NetworkWork work =
                NetworkWork.ALL.stream().filter(each -> each.work().name().equals("echo-1024-50")).findFirst()
                        .orElseThrow();
        List<List<String>> rows = new ArrayList<>();
        for (String server : NetworkSuite.ROWS) {
            results.median(work.work(), server).ifPresent(rate -> rows.add(List.of(label(server),
                    Table.number(rate / 1e3) + " k",
                    results.median(work.work(), server, "server_cpu_ns").map(nanos -> Table.number(nanos / 1e3) + " us")
                            .orElse(""))));
        }
        return new Table("", List.of(List.of(work.work().title(), "round trips/s", "server's CPU for each")), rows);
    }

    private static String label(String server) {
        return server.matches("(streams|streams into|protocols|buffered), .*") ? "asyncio4j " + server : server;
    }

    private static String settings(Results results) {
        StringBuilder text = new StringBuilder("| name | how it was run |\n| --- | --- |\n");
        results.settings()
                .forEach((name, how) -> text.append("| ").append(name).append(" | ").append(how).append(" |\n"));
        return text.toString();
    }

    private static String origin(Results results) {
        return "Measured on " + results.date().substring(0, 10) + ", medians of " + results.rounds() + " rounds, on "
                + String.join(", ", results.machine().values()) + "; "
                + String.join(", ", results.versions().entrySet().stream()
                        .map(each -> each.getKey() + " " + each.getValue()).toList())
                + ".\n";
    }
}
