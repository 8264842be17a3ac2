package io.asyncio4j.task;

import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;

/// Debug mode's check that no monitor is held at an await. A monitor belongs to the thread, which goes on with other
/// tasks: the next one that wants it deadlocks the loop, or enters it as if nobody held it.
final class HeldMonitors {
    private static final System.Logger LOG = System.getLogger("io.asyncio4j");

    private HeldMonitors() {
    }

    static void check() {
        ThreadInfo[] infos = ManagementFactory.getThreadMXBean()
                .getThreadInfo(new long[]{Thread.currentThread().threadId()}, true, false);
        if (infos.length == 0 || infos[0] == null) {
            return;
        }
        for (MonitorInfo monitor : infos[0].getLockedMonitors()) {
            StackTraceElement frame = monitor.getLockedStackFrame();
            if (frame != null && isOfCoroutine(infos[0].getStackTrace(), monitor.getLockedStackDepth())) {
                LOG.log(System.Logger.Level.WARNING, "await while the monitor of a " + monitor.getClassName()
                        + " is held, taken at " + plain(frame)
                        + "; use io.asyncio4j.sync.Lock, or leave synchronized before"
                        + " the await");
            }
        }
    }

    /// The frame without the name of its class loader.
    private static StackTraceElement plain(StackTraceElement frame) {
        return new StackTraceElement(frame.getClassName(), frame.getMethodName(), frame.getFileName(),
                frame.getLineNumber());
    }

    /// Monitors taken below the coroutine (by the loop's own caller) are nobody's business here.
    private static boolean isOfCoroutine(StackTraceElement[] stack, int depth) {
        for (int i = 0; i < stack.length && i <= depth; i++) {
            if (stack[i].getClassName().equals("jdk.internal.vm.Continuation")) {
                return false;
            }
        }
        return true;
    }
}
