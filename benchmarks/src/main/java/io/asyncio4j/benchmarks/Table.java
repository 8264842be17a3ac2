package io.asyncio4j.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// A table of text: the first column to the left, numbers to the right. Immutable.
///
/// @param title above it
/// @param heads one row of heads or more
/// @param rows the cells; an empty cell means that there is no value
record Table(String title, List<List<String>> heads, List<List<String>> rows) {
    private static final String BOLD = "\033[1m";
    private static final String DIM = "\033[2m";
    private static final String PLAIN = "\033[0m";

    /// The rows that have a value, without the columns that have none.
    Table compact() {
        List<List<String>> filled =
                rows.stream().filter(row -> row.stream().skip(1).anyMatch(cell -> !cell.isEmpty())).toList();
        List<Integer> columns = new ArrayList<>(List.of(0));
        for (int column = 1; column < heads.getFirst().size(); column++) {
            int at = column;
            if (filled.stream().anyMatch(row -> !row.get(at).isEmpty())) {
                columns.add(column);
            }
        }
        return new Table(title, pick(heads, columns), pick(filled, columns));
    }

    private static List<List<String>> pick(List<List<String>> rows, List<Integer> columns) {
        return rows.stream().map(row -> columns.stream().map(row::get).toList()).toList();
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /// For a terminal; a row whose first cell is one of `marked` stands out when coloured.
    String text(boolean coloured, List<String> marked) {
        int[] widths = new int[heads.getFirst().size()];
        for (List<List<String>> part : List.of(heads, rows)) {
            for (List<String> row : part) {
                for (int column = 0; column < row.size(); column++) {
                    widths[column] = Math.max(widths[column], row.get(column).length());
                }
            }
        }
        StringBuilder text = new StringBuilder();
        text.append(style(title, BOLD, coloured)).append('\n');
        for (List<String> head : heads) {
            text.append(style(line(head, widths), DIM, coloured)).append('\n');
        }
        for (List<String> row : rows) {
            String line = line(row, widths);
            text.append(marked.contains(row.getFirst()) ? style(line, BOLD, coloured) : line).append('\n');
        }
        return text.toString();
    }

    private static String style(String text, String style, boolean coloured) {
        return coloured ? style + text + PLAIN : text;
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            String blanks = " ".repeat(widths[column] - cell.length());
            line.append(column == 0 ? cell + blanks : " " + blanks + cell);
        }
        return line.toString().stripTrailing();
    }

    /// For a page; several rows of heads become one.
    String markdown() {
        List<String> head = new ArrayList<>();
        for (int column = 0; column < heads.getFirst().size(); column++) {
            int at = column;
            head.add(String.join(" ", heads.stream().map(row -> row.get(at)).filter(cell -> !cell.isEmpty()).toList()));
        }
        List<String> rule = new ArrayList<>(Collections.nCopies(head.size(), "--:"));
        rule.set(0, "---");
        StringBuilder text = new StringBuilder(line(head)).append(line(rule));
        rows.forEach(row -> text.append(line(row)));
        return text.toString();
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells.stream().map(cell -> cell.isEmpty() ? "-" : cell).toList()) + " |\n";
    }

    /// A number in at most four characters where that is possible.
    static String number(double value) {
        String format = value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f";
        return String.format(Locale.ROOT, format, value);
    }
}
