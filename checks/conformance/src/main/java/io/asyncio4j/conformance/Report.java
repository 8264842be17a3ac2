package io.asyncio4j.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The readable text about the first divergence of a program, at most 80 columns wide. Stateless. */
final class Report {
    private static final int WIDTH = 80;
    private static final int CONTEXT = 4;
    private static final String INDENT = " ".repeat(12);
    private static final Set<String> SHOWN = Set.of("op", "expr", "cm", "in", "values");

    private Report() {
    }

    /** The index of the first event that differs, or -1. */
    static int firstDifference(List<String> expected, List<String> actual) {
        int shared = Math.min(expected.size(), actual.size());
        for (int i = 0; i < shared; i++) {
            if (!expected.get(i).equals(actual.get(i))) {
                return i;
            }
        }
        return expected.size() == actual.size() ? -1 : shared;
    }

    /** What to print about a program whose traces differ from the event at that index on. */
    static String describe(Corpus.Entry entry, List<String> actual, int index) {
        List<String> expected = entry.expected();
        StringBuilder text =
                new StringBuilder("DIVERGES " + entry.program().name() + ": event " + index + " of "
                        + expected.size() + "\n");
        for (int i = Math.max(0, index - CONTEXT); i < index; i++) {
            line(text, "before", expected.get(i));
        }
        event(text, "expected", expected, index, entry.source());
        event(text, "actual", actual, index, entry.source());
        return text.toString();
    }

    private static void event(StringBuilder text, String title, List<String> trace, int index,
            JsonNode program) {
        if (index >= trace.size()) {
            line(text, title, "(the trace ends)");
            return;
        }
        line(text, title, trace.get(index));
        String[] parts = trace.get(index).split(",", 5);
        for (JsonNode function : program.path("functions")) {
            JsonNode statement = parts.length < 5 ? null : statementAt(function, parts[3]);
            if (statement != null) {
                line(text, "", "at " + head(statement));
            }
        }
    }

    private static @Nullable JsonNode statementAt(JsonNode node, String at) {
        if (node.path("at").asText().equals(at)) {
            return node;
        }
        for (JsonNode inner : node) {
            JsonNode found = statementAt(inner, at);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** A statement without the blocks in it. */
    private static String head(JsonNode statement) {
        ObjectNode head = statement.deepCopy();
        return head.retain(SHOWN).toString();
    }

    private static void line(StringBuilder text, String title, String content) {
        int room = WIDTH - INDENT.length();
        for (int from = 0; from < content.length(); from += room) {
            String start = from == 0 ? "  " + title : "";
            text.append(start).append(" ".repeat(INDENT.length() - start.length()))
                    .append(content, from, Math.min(content.length(), from + room)).append('\n');
        }
    }

    /** The first line of an exception's message. */
    static String firstLine(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message.lines().findFirst().orElse("");
    }
}
