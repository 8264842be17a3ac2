package io.asyncio4j.coroutine;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.ports.CPythonTest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OriginsTest {
    private final Logger logger = Logger.getLogger("io.asyncio4j");
    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            logged.add(entry.getMessage());
        }

        @Override
        public void flush() {
            // keeps nothing back
        }

        @Override
        public void close() {
            // holds nothing
        }
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    private static void forget() {
        Coroutine.of(() -> 1);
    }

    @Test
    @CPythonTest({"test_coroutines.CoroutineTest.test_func_9",
            "test_coroutines.OriginTrackingTest.test_origin_tracking_warning"})
    void aDroppedCoroutineIsReportedWithItsMakerWhenTrackingEnds() {
        Origins.track(true);
        forget();
        Origins.untrack(true);

        assertThat(logged).singleElement().asString()
                .startsWith("coroutine made in forget was never awaited; await it, or give it to createTask")
                .contains("Coroutine created at (most recent call first):")
                .contains("OriginsTest.forget(OriginsTest.java:");
    }

    @Test
    void aCoroutineThatRanIsNotReported() throws Exception {
        Origins.track(true);
        Coroutine<Integer> coroutine = Coroutine.of(() -> 1);
        try {
            coroutine.send(null);
        } catch (StopIteration end) {
            assertThat(end.value()).isEqualTo(1);
        }
        coroutine = null;
        Origins.untrack(true);

        assertThat(logged).isEmpty();
    }

    @Test
    void aCoroutineThatWasClosedIsNotReported() throws Exception {
        Origins.track(true);
        Coroutine.of(() -> 1).close();
        Origins.untrack(true);

        assertThat(logged).isEmpty();
    }

    @Test
    void aCoroutineThatIsStillHeldIsNotReportedYet() {
        Origins.track(true);
        Coroutine<Integer> held = Coroutine.of(() -> 1);
        Origins.untrack(true);
        assertThat(logged).isEmpty();

        Origins.track(true);
        assertThat(held.state()).isEqualTo(Coroutine.State.CREATED);
        held = null;
        Origins.untrack(true);
        assertThat(logged).hasSize(1);
    }

    @Test
    void nothingIsTrackedOtherwise() {
        forget();
        Origins.track(true);
        Origins.untrack(true);

        assertThat(logged).isEmpty();
    }
}
