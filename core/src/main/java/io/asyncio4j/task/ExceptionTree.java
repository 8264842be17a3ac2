package io.asyncio4j.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Stateless. What the two classes of groups share and cannot inherit: their message, their parts, their drawing.
final class ExceptionTree {

    private ExceptionTree() {
    }

    /// The message of a group, with the number of its members.
    static String headline(String message, List<? extends Throwable> exceptions) {
        int count = exceptions.size();
        if (count == 0) {
            throw new IllegalArgumentException(
                    "new exception group got no exceptions: " + message + "; give it at least one");
        }
        return message + " (" + count + (count == 1 ? " sub-exception)" : " sub-exceptions)");
    }

    /// A part of a group with the given members: derived from it, and with its history. `null` if there are none.
    static @Nullable GroupedException part(GroupedException whole, List<Throwable> members) {
        if (members.isEmpty()) {
            return null;
        }
        GroupedException part = whole.derive(members);
        Throwable from = whole.asThrowable();
        Throwable to = part.asThrowable();
        to.setStackTrace(from.getStackTrace());
        if (from.getCause() != null && to.getCause() == null) {
            to.initCause(from.getCause());
        }
        for (Throwable suppressed : from.getSuppressed()) {
            if (!isMember(whole, suppressed)) {
                to.addSuppressed(suppressed);
            }
        }
        return part;
    }

    private static boolean isMember(GroupedException group, Throwable exception) {
        for (Throwable member : group.exceptions()) {
            if (member == exception) {
                return true;
            }
        }
        return false;
    }

    static String draw(GroupedException group) {
        StringBuilder drawing = new StringBuilder();
        draw(group, "", drawing);
        return drawing.toString();
    }

    private static void draw(GroupedException group, String margin, StringBuilder drawing) {
        drawing.append(group);
        List<Throwable> members = group.exceptions();
        for (int i = 0; i < members.size(); i++) {
            boolean last = i == members.size() - 1;
            drawing.append(System.lineSeparator()).append(margin).append(last ? "└─ " : "├─ ");
            Throwable member = members.get(i);
            if (member instanceof GroupedException nested) {
                draw(nested, margin + (last ? "   " : "│  "), drawing);
            } else {
                drawing.append(member);
            }
        }
    }
}
