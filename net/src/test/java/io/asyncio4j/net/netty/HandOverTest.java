package io.asyncio4j.net.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.ExceptionContext;
import io.asyncio4j.net.Warnings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HandOverTest {
    private final AtomicInteger closed = new AtomicInteger();

    private void handTo(EventLoop home, String connection) {
        HandOver.to(home, connection, () -> {
            throw new NoClassDefFoundError("for want of a descriptor");
        }, closed::incrementAndGet);
    }

    private static String warning(String connection) {
        return "connection closed: the loop that was to serve it is closed: " + connection
                + "; close the server that accepts before the loops it hands to";
    }

    @Test
    void connectionsThatALoopHasNotTakenWhenItIsClosedAreClosedWithAWarning() {
        try (Warnings warnings = Warnings.of("io.asyncio4j.net")) {
            EventLoop home = new EventLoop();
            home.callSoon(() -> {
                handTo(home, "after the last iteration");
                home.stop();
            });
            home.runForever();
            handTo(home, "when it does not run");
            assertThat(closed).hasValue(0);
            home.close();
            assertThat(closed).hasValue(2);
            assertThat(warnings.texts()).containsExactly(warning("after the last iteration"),
                    warning("when it does not run"));
            home.close();
            assertThat(closed).hasValue(2);
        }
    }

    @Test
    void aConnectionForALoopThatIsClosedIsClosedWithAWarning() {
        try (Warnings warnings = Warnings.of("io.asyncio4j.net")) {
            EventLoop home = new EventLoop();
            home.close();
            handTo(home, "late");
            assertThat(closed).hasValue(1);
            assertThat(warnings.texts()).containsExactly(warning("late"));
        }
    }

    @Test
    void aConnectionWhoseTakingFailsByAnErrorIsClosedAndReported() {
        List<ExceptionContext> reports = new ArrayList<>();
        try (EventLoop home = new EventLoop()) {
            home.setExceptionHandler((_, report) -> reports.add(report));
            handTo(home, "unlucky");
            home.stop();
            home.runForever();
            assertThat(closed).hasValue(1);
            assertThat(reports).singleElement().extracting(ExceptionContext::message)
                    .isEqualTo("connection closed: the loop that was to serve it could not take it over");
        }
        assertThat(closed).hasValue(1);
    }
}
