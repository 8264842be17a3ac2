package io.asyncio4j.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.LogLines;
import io.asyncio4j.LoopTest;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.PinnedException;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/// Debug mode names the monitor that is held at an await. On the thread engine a coroutine has a thread of its own and
/// may hold one.
class HeldMonitorsTest extends LoopTest {
    private static final boolean ON_THE_LOOPS_THREAD = Coroutine.engine().equals("continuation");

    private final Object monitor = new StringBuilder();

    private Void awaitHolding() throws Exception {
        Future<Void> future = new Future<>(loop);
        loop.callSoon(() -> future.setResult(null));
        synchronized (monitor) {
            try {
                return future.await();
            } catch (PinnedException strictJvm) {
                // a JVM with LockingMode=1 refuses it itself
                return null;
            }
        }
    }

    @Test
    void anAwaitInsideSynchronizedIsReportedWithTheFrameThatTookTheMonitor() throws Exception {
        loop.setDebug(true);
        try (LogLines log = new LogLines()) {
            complete(this::awaitHolding);
            if (ON_THE_LOOPS_THREAD) {
                assertThat(log.lines()).singleElement().asString()
                        .startsWith("await while the monitor of a java.lang.StringBuilder is held, taken at "
                                + "io.asyncio4j.task.HeldMonitorsTest.awaitHolding(HeldMonitorsTest.java:")
                        .endsWith("use io.asyncio4j.sync.Lock, or leave synchronized before the await");
            } else {
                assertThat(log.lines()).isEmpty();
            }
        }
    }

    @Test
    void theMonitorsOfWhoeverRunsTheLoopAreNobodysBusiness() throws Exception {
        loop.setDebug(true);
        ReentrantLock noMonitor = new ReentrantLock();
        try (LogLines log = new LogLines()) {
            synchronized (monitor) {
                complete(() -> {
                    Future<Void> future = new Future<>(loop);
                    loop.callSoon(() -> future.setResult(null));
                    noMonitor.lock();
                    try {
                        return future.await();
                    } finally {
                        noMonitor.unlock();
                    }
                });
            }
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void withoutDebugModeNobodyLooks() throws Exception {
        try (LogLines log = new LogLines()) {
            complete(this::awaitHolding);
            assertThat(log.lines()).isEmpty();
        }
    }
}
