package io.asyncio4j.coroutine.engine;

/// Finds the frame that keeps a strand from being suspended, for the message.
public final class PinnedReason {
    private PinnedReason() {
    }

    /// A message for a failed suspension, from the stack of the calling thread.
    ///
    /// @param reason what the JDK said: NATIVE, MONITOR, CRITICAL_SECTION ...
    public static String describe(String reason) {
        String frame = StackWalker.getInstance(StackWalker.Option.SHOW_REFLECT_FRAMES)
                .walk(frames -> frames.filter(PinnedReason::pins).findFirst()
                        .map(f -> f.toStackTraceElement().toString()).orElse(""));
        String where = switch (reason) {
            case "NATIVE" -> frame.contains("<clinit>") ? "a static initialiser" : "a native or upcall frame";
            case "MONITOR" -> "a held monitor (synchronized)";
            default -> "a critical section of the JDK";
        };
        String named = frame.isEmpty() ? "" : " at " + frame;
        return "await cannot suspend: the stack is pinned by " + where + named + " (" + reason
                + "); move the await out of it";
    }

    private static boolean pins(StackWalker.StackFrame frame) {
        return "<clinit>".equals(frame.getMethodName()) || frame.isNativeMethod();
    }
}
