package io.asyncio4j.task;

import io.asyncio4j.coroutine.Origin;
import io.asyncio4j.coroutine.Origins;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/// Owner-confined. The printed form of a group: its members in numbered boxes, as CPython's `traceback` draws them, and in
/// them the frames a reader looks for.
///
/// Of frames of the library that call each other only the outermost is shown, the call that the program made; and of a
/// member nothing below the loop, which stands under every task. Where the program was started in debug mode all are
/// shown; [Throwable#getStackTrace()] has them always. The limits of width and depth are CPython's.
final class GroupTrace {
    private static final boolean WHOLE = Origins.isDebugByDefault();
    private static final int MOST_MEMBERS = 15;
    private static final int DEEPEST = 10;
    private static final String RULE = "+----------------";
    private static final String LOOP = "io.asyncio4j.loop.EventLoop";

    private final StringBuilder text = new StringBuilder();
    private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private int depth;
    private boolean boxIsOpen;

    private GroupTrace() {
    }

    /// The lines of a group, with an end of line after each.
    static String of(GroupedException group) {
        GroupTrace trace = new GroupTrace();
        trace.describe("", group.asThrowable(), List.of());
        return trace.text.toString();
    }

    private void describe(String caption, Throwable exception, List<StackTraceElement> around) {
        if (!seen.add(exception)) {
            line(caption + "[CIRCULAR REFERENCE: " + exception + "]");
            return;
        }
        (caption + exception).lines().forEach(this::line);
        List<StackTraceElement> frames = frames(exception);
        int common = common(frames, around);
        for (StackTraceElement frame : frames.subList(0, frames.size() - common)) {
            line(indent() + "at " + frame);
        }
        if (common > 0) {
            line(indent() + "... " + common + " more");
        }
        List<Throwable> members = exception instanceof GroupedException group ? group.exceptions() : List.of();
        for (Throwable suppressed : exception.getSuppressed()) {
            if (members.stream().noneMatch(member -> member == suppressed)) {
                describe("Suppressed: ", suppressed, frames);
            }
        }
        Throwable cause = exception.getCause();
        if (cause != null) {
            describe("Caused by: ", cause, frames);
        }
        if (!members.isEmpty()) {
            boxes(members);
        }
    }

    private void boxes(List<Throwable> members) {
        if (depth == DEEPEST) {
            line("... (groups within " + DEEPEST + " others are not shown)");
            return;
        }
        depth++;
        int shown = Math.min(members.size(), MOST_MEMBERS);
        for (int i = 0; i < shown; i++) {
            rule(i == 0, " " + (i + 1) + " ----------------");
            describe("", members.get(i), List.of());
        }
        if (shown < members.size()) {
            rule(false, " ... ----------------");
            int more = members.size() - shown;
            line("and " + more + (more == 1 ? " more exception" : " more exceptions"));
        }
        if (boxIsOpen) { // else the last member's own boxes have ended at the same place
            rule(false, "--------------------");
            boxIsOpen = false;
        }
        depth--;
    }

    /// The upper edge of a box, or the end of the last: the first of them grows out of the box around.
    private void rule(boolean first, String end) {
        boolean nested = first && depth > 1;
        text.append("  ".repeat(nested ? depth - 1 : depth)).append(nested ? "+-" : "").append(RULE).append(end)
                .append(System.lineSeparator());
    }

    private void line(String line) {
        text.append("  ".repeat(depth)).append(depth > 0 ? "| " : "").append(line).append(System.lineSeparator());
        boxIsOpen = true;
    }

    private String indent() {
        return depth > 0 ? "    " : "\t";
    }

    private List<StackTraceElement> frames(Throwable exception) {
        List<StackTraceElement> all = Arrays.asList(exception.getStackTrace());
        if (WHOLE) {
            return all;
        }
        int end = all.size();
        for (int i = 0; depth > 0 && i < end; i++) {
            if (all.get(i).getClassName().equals(LOOP)) {
                end = i;
            }
        }
        while (end > 1 && Origin.isOwn(all.get(end - 1))) {
            end--;
        }
        List<StackTraceElement> shown = new ArrayList<>();
        for (int i = 0; i < end; i++) {
            boolean door = i + 1 == end || !Origin.isOwn(all.get(i + 1));
            if (door || !Origin.isOwn(all.get(i))) {
                shown.add(all.get(i));
            }
        }
        return shown;
    }

    private static int common(List<StackTraceElement> frames, List<StackTraceElement> around) {
        int common = 0;
        while (common < frames.size() && common < around.size() && frames.get(frames.size() - 1 - common)
                .equals(around.get(around.size() - 1 - common))) {
            common++;
        }
        return common;
    }
}
