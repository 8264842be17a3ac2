package io.asyncio4j.crawler;

import java.util.ArrayList;
import java.util.List;

/// Turns findings into the lines of the result file. Immutable, no state.
///
/// A site without quotations gives its pages: address and title.
final class ResultLines {

    private ResultLines() {
    }

    static List<String> of(Findings findings, boolean json) {
        List<String> lines = new ArrayList<>();
        for (Findings.Found found : findings.quotes()) {
            lines.add(json ? quoteJson(found) : found.quote().text() + " by " + found.quote().author());
        }
        if (lines.isEmpty()) {
            for (Page page : findings.pages()) {
                lines.add(json
                        ? "{\"url\":" + string(page.url().toString()) + ",\"title\":" + string(page.title())
                                + "}"
                        : page.url() + " " + page.title());
            }
        }
        return lines;
    }

    private static String quoteJson(Findings.Found found) {
        List<String> tags = found.quote().tags().stream().map(ResultLines::string).toList();
        return "{\"text\":" + string(found.quote().text()) + ",\"author\":" + string(found.quote().author())
                + ",\"tags\":[" + String.join(",", tags) + "],\"url\":"
                + string(found.page().url().toString()) + "}";
    }

    static String string(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || Character.isSurrogate(c) && !isPaired(text, i)) {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }

    private static boolean isPaired(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
}
