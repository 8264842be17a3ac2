package io.asyncio4j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// The tables of a run. Immutable.
record Report(Results results) {
    /// Short heads for the columns of the task table.
    private static final Map<String, String> HEADS =
            Map.of("threads", "thread", "virtual", "vthr", "1-carrier", "vthr1");
    static final String HEADS_EXPLAINED = """
            ns/op: asyncio4j, CPU time of the process; the others are multiples of it
            thread: asyncio4j's thread engine; bare: the JDK's continuation alone
            vthr: the JDK's virtual threads; vthr1: those on one carrier
            """;
    private static final List<String> OWN =
            NetworkSuite.ROWS.subList(0, NetworkSuite.ROWS.indexOf(NetworkSuite.YARDSTICK));
    private static final int WIDTH = 78;
    private static final double LARGE = 0.15;

    /// All tables that have something to show, with what explains them, for a terminal of 80 columns.
    String text(boolean coloured) {
        StringBuilder text = new StringBuilder();
        for (Table table : tables()) {
            text.append(table.text(coloured, Stream.concat(OWN.stream(), Stream.of(StartSuite.PYTHON)).toList()))
                    .append(explanation(table)).append('\n');
        }
        unsteady().forEach(line -> text.append(line).append('\n'));
        results.notes().forEach(note -> text.append(wrapped("note: " + note)).append('\n'));
        if (results.quick()) {
            text.append("A quick run: fewer contenders, little time to warm up; a first look.\n");
        }
        return text.toString();
    }

    private static String wrapped(String text) {
        return text.replaceAll("(.{1," + (WIDTH - 1) + "})( |$)", "$1\n").strip().replace("\n", "\n  ");
    }

    private List<Table> tables() {
        return Stream.of(tasks(), network("round trips/s, share of what the C server does", this::share),
                network("round trips/s, thousands", this::rate), network("server's CPU time for each, us", this::cpu),
                network("99 of 100 are back within, ms", this::p99), files(), start()).filter(table -> !table.isEmpty())
                .toList();
    }

    private String explanation(Table table) {
        if (!table.heads().getFirst().contains("ns/op")) {
            return "";
        }
        return HEADS_EXPLAINED;
    }

    /// Task work: what an operation costs here, and elsewhere as a multiple.
    Table tasks() {
        List<String> head = new ArrayList<>(List.of("task work", "ns/op"));
        TaskSuite.COLUMNS.stream().skip(1).map(name -> HEADS.getOrDefault(name, name)).forEach(head::add);
        List<List<String>> rows = new ArrayList<>();
        for (Work work : TaskWorks.ALL) {
            List<String> row = new ArrayList<>(List.of(work.title(), value(results.median(work, TaskSuite.OURS))));
            TaskSuite.COLUMNS.stream().skip(1).map(name -> value(results.ratio(work, name, TaskSuite.OURS)))
                    .forEach(row::add);
            rows.add(row);
        }
        return new Table("Task work", List.of(head), rows).compact();
    }

    /// Servers by what they were asked to do.
    Table network(String title, Function<Work, Function<String, Optional<Double>>> value) {
        List<String> sizes = new ArrayList<>(List.of("server"));
        List<String> connections = new ArrayList<>(List.of(""));
        for (NetworkWork work : NetworkWork.ALL) {
            String[] parts = work.work().name().split("-");
            boolean echo = parts.length == 3;
            sizes.add(echo ? (work.tls() ? "TLS" : brief(parts[1])) : "open");
            connections.add(echo ? (work.tls() ? brief(parts[1]) : parts[2]) : "");
        }
        List<List<String>> rows = new ArrayList<>();
        for (String server : NetworkSuite.ROWS) {
            List<String> row = new ArrayList<>(List.of(server));
            NetworkWork.ALL.forEach(work -> row.add(value(value.apply(work.work()).apply(server))));
            rows.add(row);
        }
        return new Table(title, List.of(sizes, connections), rows).compact();
    }

    private static String brief(String size) {
        return NetworkWork.text(Integer.parseInt(size)).replace(" ", "").replace("KiB", "K");
    }

    private Function<String, Optional<Double>> share(Work work) {
        return server -> results.ratio(work, server, NetworkSuite.YARDSTICK).map(ratio -> 1 / ratio);
    }

    private Function<String, Optional<Double>> rate(Work work) {
        return server -> results.median(work, server).map(rate -> rate / 1e3);
    }

    private Function<String, Optional<Double>> cpu(Work work) {
        return server -> results.median(work, server, "server_cpu_ns").map(nanos -> nanos / 1e3);
    }

    private Function<String, Optional<Double>> p99(Work work) {
        return server -> results.median(work, server, "p99_us").map(micros -> micros / 1e3);
    }

    /// The share of the C server's rate, for pages.
    Table shares() {
        return network("", this::share);
    }

    /// The server's CPU time, for pages.
    Table cpus() {
        return network("", this::cpu);
    }

    /// Lines of files: what one costs here, and beside the JDK's blocking classes.
    Table files() {
        List<List<String>> rows = FileSuite.WORKS.stream()
                .map(work -> List.of(work.title(), value(results.ratio(work, FileSuite.BLOCKING, FileSuite.OURS)),
                        value(results.median(work, FileSuite.OURS)), value(results.median(work, FileSuite.BLOCKING))))
                .toList();
        return new Table("Lines of a file, a million of 30 characters",
                List.of(List.of("line", "java.io / ours", "AsyncFiles ns", "java.io ns")), rows).compact();
    }

    /// From the command to the first line.
    Table start() {
        List<List<String>> rows = results.measurements().stream()
                .filter(each -> each.group().equals(StartSuite.GROUP))
                .map(each -> List.of(each.contender(),
                        value(results.ratio(StartSuite.HELLO, each.contender(), StartSuite.PYTHON)),
                        value(results.median(StartSuite.HELLO, each.contender())),
                        value(results.median(StartSuite.HELLO, each.contender(), "cpu_ms")),
                        value(results.median(StartSuite.HELLO, each.contender(), "peak_mb"))))
                .toList();
        return new Table("From the command to the first line of run(hello)",
                List.of(List.of("program", "to python3", "first line ms", "CPU ms", "peak MB")), rows).compact();
    }

    /// Which rows moved too much to be trusted.
    private List<String> unsteady() {
        List<String> names = results.measurements().stream()
                .filter(each -> work(each).flatMap(work -> results.spread(work, each.contender()))
                        .filter(spread -> spread > LARGE).isPresent())
                .map(each -> each.contender() + " " + each.work()).toList();
        if (names.isEmpty()) {
            return List.of();
        }
        return List.of(String.format(Locale.ROOT,
                "%d of %d medians are of rounds further apart than +- %.0f %%; see results.json",
                names.size(), results.measurements().size(), LARGE * 100));
    }

    private static Optional<Work> work(Results.Measurement measurement) {
        return Selection.everything()
                .filter(work -> work.group().equals(measurement.group()) && work.name().equals(measurement.work()))
                .findFirst();
    }

    private static String value(Optional<Double> value) {
        return value.map(Table::number).orElse("");
    }
}
