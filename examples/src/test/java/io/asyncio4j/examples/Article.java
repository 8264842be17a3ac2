package io.asyncio4j.examples;

/// Turns the output that an article shows for CPython into what the same program prints in Java. Stateless.
final class Article {
    private Article() {
    }

    /// Python shows strings in lists and tuples in quotes, tuples in parentheses, and truth with a capital letter.
    static String inJava(String output) {
        return timeless(output).strip()
                .replaceAll("\\(('[^()]*')\\)", "[$1]")
                .replaceAll("'([^'\n]*)'(?=[,\\]])", "$1")
                .replaceAll("(?m)^True$", "true");
    }

    /// Makes times of day and dates equal.
    static String timeless(String output) {
        return output.replaceAll("\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d(:\\d\\d)?(\\.\\d+)?", "DATE")
                .replaceAll("\\b\\d\\d:\\d\\d:\\d\\d\\b", "TIME");
    }
}
