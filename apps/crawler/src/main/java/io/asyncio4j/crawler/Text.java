package io.asyncio4j.crawler;

import java.util.Locale;

/// Makes texts fit into a line of 80 columns. Immutable, no state.
final class Text {

    static final int WIDTH = 80;
    private static final String GAP = "...";

    private Text() {
    }

    /// {@return the text with its middle left out where it is longer than `width`; control characters become `?`}
    static String shorten(String text, int width) {
        StringBuilder clean = new StringBuilder(text);
        for (int i = 0; i < clean.length(); i++) {
            if (Character.isISOControl(clean.charAt(i))) {
                clean.setCharAt(i, '?');
            }
        }
        if (clean.length() <= width) {
            return clean.toString();
        }
        int tail = (width - GAP.length()) / 2;
        int head = width - GAP.length() - tail;
        return clean.substring(0, head) + GAP + clean.substring(clean.length() - tail);
    }

    /// {@return `before`, as much of `middle` as there is room for, and `after`, in one line}
    static String line(String before, String middle, String after) {
        int room = Math.max(WIDTH - before.length() - after.length(), 12);
        return shorten(before + shorten(middle, room) + after, WIDTH);
    }

    /// {@return a number of seconds for people}
    static String seconds(double seconds) {
        return String.format(Locale.ROOT, seconds < 100 ? "%.2f s" : "%.0f s", seconds);
    }

    /// {@return a number with its noun, such as `1 page` or `12 pages`}
    static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
