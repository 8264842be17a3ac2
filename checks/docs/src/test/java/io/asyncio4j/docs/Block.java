package io.asyncio4j.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Immutable. A fenced block of a Markdown page.
///
/// @param page the page, relative to the checkout
/// @param line the number of the line with the opening fence, from 1
/// @param mark what follows the three backquotes: `java`, `java body`, `java members`, `text output`, `sh`...
/// @param given the declarations of an HTML comment `<!-- given: ... -->` right above the fence, or empty
/// @param text the lines between the fences
record Block(String page, int line, String mark, String given, String text) {
    private static final Pattern FENCE = Pattern.compile("^( *)```+\\s*(.*?)\\s*$");
    private static final Pattern GIVEN = Pattern.compile("<!-- given:(.*?)-->", Pattern.DOTALL);

    boolean isJava() {
        return mark.equals("java") || mark.startsWith("java ");
    }

    boolean isProgram() {
        return mark.equals("java") && text.matches("(?s).*\\bvoid main\\(.*");
    }

    /// `page.md:12`, and as a part of a Java name `page_md_12`.
    String place() {
        return page + ":" + line;
    }

    String identifier() {
        return place().replaceAll("[^A-Za-z0-9]", "_");
    }

    static List<Block> of(String page, List<String> lines) {
        List<Block> blocks = new ArrayList<>();
        StringBuilder comment = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            Matcher fence = FENCE.matcher(lines.get(i));
            if (!fence.matches()) {
                collect(comment, lines.get(i));
                continue;
            }
            int start = i++;
            StringBuilder text = new StringBuilder();
            while (i < lines.size() && !lines.get(i).strip().equals("```")) {
                String line = lines.get(i++);
                text.append(line.startsWith(fence.group(1)) ? line.substring(fence.group(1).length()) : line)
                        .append('\n');
            }
            if (i == lines.size()) throw new AssertionError("block without an end: " + page + ":" + (start + 1));
            Matcher given = GIVEN.matcher(comment);
            blocks.add(new Block(page, start + 1, fence.group(2), given.find() ? given.group(1).strip() : "",
                    text.toString()));
            comment.setLength(0);
        }
        return blocks;
    }

    /// Keeps an HTML comment until the next fence; any other text forgets it.
    private static void collect(StringBuilder comment, String line) {
        if (line.isBlank()) return;
        boolean inside = comment.indexOf("<!--") >= 0 && comment.indexOf("-->") < 0;
        if (!inside) comment.setLength(0);
        if (inside || line.strip().startsWith("<!--")) comment.append(line).append('\n');
    }
}
