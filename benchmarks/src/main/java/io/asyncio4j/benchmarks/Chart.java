package io.asyncio4j.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A picture of a run as SVG: task work on a logarithmic scale, servers and starts as bars. Confined to one thread.
final class Chart {
    private static final int WIDTH = 860;
    private static final int LABEL = 190;
    private static final int LINE = 22;
    private static final int MARGIN = 24;
    private static final Map<String, String> COLOURS = colours();

    private final StringBuilder body = new StringBuilder();
    private int y = MARGIN;

    private Chart() {
    }

    private static Map<String, String> colours() {
        Map<String, String> colours = new LinkedHashMap<>();
        colours.put(TaskSuite.OURS, "#0b6e4f");
        colours.put(TaskSuite.LIMIT, "#999999");
        colours.put("Kotlin", "#7f52ff");
        colours.put("virtual", "#e76f00");
        colours.put("uvloop", "#c2185b");
        colours.put("CPython", "#306998");
        return colours;
    }

    /// Draws.
    static String svg(Results results) {
        Chart chart = new Chart();
        chart.tasks(results);
        NetworkWork.ALL.stream().filter(work -> work.work().name().equals("echo-1024-50")).findFirst()
                .ifPresent(work -> chart.bars("Round trips/s, thousands: " + work.work().title(),
                        values(NetworkSuite.ROWS.stream(),
                                name -> results.median(work.work(), name).map(rate -> rate / 1e3)),
                        name -> name.contains(", ") && !name.startsWith("C") && !name.startsWith("Netty")));
        chart.bars("First line of run(hello), ms",
                values(results.measurements().stream().filter(each -> each.group().equals(StartSuite.GROUP))
                        .map(Results.Measurement::contender), name -> results.median(StartSuite.HELLO, name)),
                name -> !name.equals(StartSuite.PYTHON));
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + WIDTH + "\" height=\"" + (chart.y + MARGIN)
                + "\" font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
                + chart.body + "</svg>\n";
    }

    private static Map<String, Double> values(Stream<String> names,
            Function<String, Optional<Double>> value) {
        Map<String, Double> values = new LinkedHashMap<>();
        names.forEach(name -> value.apply(name).ifPresent(number -> values.put(name, number)));
        return values;
    }

    private void tasks(Results results) {
        List<Work> works = TaskWorks.ALL.stream().filter(work -> work.metric().equals(Work.CPU))
                .filter(work -> results.median(work, TaskSuite.OURS).isPresent()).toList();
        List<Double> all = works.stream()
                .flatMap(work -> COLOURS.keySet().stream().flatMap(name -> results.median(work, name).stream()))
                .toList();
        if (all.isEmpty()) {
            return;
        }
        double least = Math.floor(Math.log10(all.stream().mapToDouble(Double::doubleValue).min().orElseThrow()));
        double most = Math.ceil(Math.log10(all.stream().mapToDouble(Double::doubleValue).max().orElseThrow()));
        title("CPU time of one operation, ns (logarithmic)");
        int x = LABEL;
        for (Map.Entry<String, String> colour : COLOURS.entrySet()) {
            if (works.stream().allMatch(work -> results.median(work, colour.getKey()).isEmpty())) {
                continue;
            }
            circle(x, y - 4, colour.getValue());
            text(x + 9, y, "start", colour.getKey());
            x += 105;
        }
        y += LINE;
        int top = y - LINE / 2;
        for (Work work : works) {
            text(LABEL - 12, y + 4, "end", work.title());
            body.append(
                    String.format(Locale.ROOT, "<line x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"#eeeeee\"/>%n",
                            LABEL, WIDTH - MARGIN, y, y));
            COLOURS.forEach((name, colour) -> results.median(work, name)
                    .ifPresent(value -> circle(place(Math.log10(value), least, most), y, colour)));
            y += LINE;
        }
        for (double decade = least; decade <= most; decade++) {
            double at = place(decade, least, most);
            body.append(String.format(Locale.ROOT,
                    "<line x1=\"%.0f\" x2=\"%.0f\" y1=\"%d\" y2=\"%d\" stroke=\"#cccccc\"/>%n", at, at, top,
                    y - LINE / 2));
            text((int) at, y + 4, "middle",
                    String.format(Locale.ROOT, decade < 0 ? "%." + (int) -decade + "f" : "%,.0f",
                            Math.pow(10, decade)));
        }
        y += 2 * LINE;
    }

    private static double place(double value, double least, double most) {
        return LABEL + (value - least) / (most - least) * (WIDTH - MARGIN - LABEL);
    }

    private void bars(String heading, Map<String, Double> values, Predicate<String> own) {
        if (values.isEmpty()) {
            return;
        }
        title(heading);
        double most = values.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        for (Map.Entry<String, Double> each : new ArrayList<>(values.entrySet())) {
            double length = each.getValue() / most * (WIDTH - MARGIN - LABEL - 60);
            text(LABEL - 12, y + 4, "end", each.getKey());
            body.append(
                    String.format(Locale.ROOT, "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"14\" fill=\"%s\"/>%n",
                            LABEL, y - 7, length, own.test(each.getKey()) ? COLOURS.get(TaskSuite.OURS) : "#9fb3c8"));
            text((int) (LABEL + length + 6), y + 4, "start", Table.number(each.getValue()));
            y += LINE;
        }
        y += LINE;
    }

    private void title(String text) {
        body.append(
                String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" font-size=\"15\" font-weight=\"bold\">%s</text>%n",
                        MARGIN, y, text));
        y += LINE;
    }

    private void text(int x, int at, String anchor, String text) {
        body.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n", x, at, anchor,
                text.replace("&", "&amp;").replace("<", "&lt;")));
    }

    private void circle(double x, int at, String colour) {
        body.append(String.format(Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%d\" r=\"5\" fill=\"%s\"/>%n", x, at, colour));
    }
}
