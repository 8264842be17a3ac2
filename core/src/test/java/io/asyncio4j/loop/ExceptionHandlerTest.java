package io.asyncio4j.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.LogLines;
import io.asyncio4j.LoopTest;
import io.asyncio4j.VirtualTime;
import io.asyncio4j.context.ContextVar;
import io.asyncio4j.loop.spi.Step;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.task.Task;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/// Who is told of failures that nobody awaits.
class ExceptionHandlerTest extends LoopTest {
    private static final class Zero extends RuntimeException {
        Zero() {
            super("division by zero");
        }
    }

    private static void zeroError() {
        throw new Zero();
    }

    @Test
    @CPythonTest("test_base_events.BaseEventLoopTests.test_default_exc_handler_callback")
    void withoutAHandlerFailuresOfCallbacksAndTimersAreLogged() {
        try (LogLines log = new LogLines()) {
            loop.callSoon(ExceptionHandlerTest::zeroError);
            iterate();
            loop.callLater(0.01, ExceptionHandlerTest::zeroError);
            loop.callLater(0.02, loop::stop);
            loop.runForever();
            assertThat(log.errors()).hasSize(2)
                    .allMatch(line -> line
                            .startsWith("Exception in callback io.asyncio4j.loop.ExceptionHandlerTest lambda"))
                    .satisfies(lines -> assertThat(lines.get(0)).contains("handle: <Handle "))
                    .satisfies(lines -> assertThat(lines.get(1)).contains("handle: <TimerHandle when=0.01 "));
            assertThat(log.failures()).hasOnlyElementsOfType(Zero.class);
        }
    }

    @Test
    @CPythonTest("test_base_events.BaseEventLoopTests.test_default_exc_handler_coro")
    void aFailedTaskThatNobodyAsksForIsLoggedWhenItIsGone() throws Exception {
        try (LogLines log = new LogLines()) {
            Future<Void> stopped = new Future<>(loop);
            task(() -> {
                Sleep.sleep(0.01).await();
                throw new Zero();
            }).addDoneCallback(done -> stopped.setResult(null));
            complete(stopped);
            awaitCollecting(() -> {
                iterate();
                return !log.errors().isEmpty();
            });
            assertThat(log.errors()).singleElement().asString().startsWith("Task exception was never retrieved");
            assertThat(log.failures()).singleElement().isInstanceOf(Zero.class);
        }
    }

    @Test
    @CPythonTest("test_base_events.BaseEventLoopTests.test_set_exc_handler_custom")
    void aHandlerIsToldTheMessageTheFailureAndTheHandleAndInDebugModeWhereThatWasMade() {
        loop.setDebug(true);
        assertThat(loop.getExceptionHandler()).isNull();
        List<ExceptionContext> told = new ArrayList<>();
        ExceptionHandler handler = (on, context) -> {
            assertThat(on).isSameAs(loop);
            told.add(context);
        };
        loop.setExceptionHandler(handler);
        assertThat(loop.getExceptionHandler()).isSameAs(handler);
        Handle handle = loop.callSoon(ExceptionHandlerTest::zeroError);
        iterate();
        assertThat(told).singleElement().satisfies(context -> {
            assertThat(context.message()).startsWith("Exception in callback ");
            assertThat(context.exception()).isInstanceOf(Zero.class);
            assertThat(context.get("handle")).isSameAs(handle);
            assertThat((StackTraceElement[]) context.get("source_traceback")).isEqualTo(handle.madeAt());
            assertThat(context.keys()).containsExactly("handle", "source_traceback");
        });
        loop.setExceptionHandler(null);
        try (LogLines log = new LogLines()) {
            loop.callSoon(ExceptionHandlerTest::zeroError);
            iterate();
            assertThat(log.errors()).singleElement().asString().startsWith("Exception in callback ")
                    .contains("Object created at (most recent call first):");
        }
        assertThat(told).hasSize(1);
    }

    @Test
    @CPythonTest("test_base_events.BaseEventLoopTests.test_set_exc_handler_broken")
    void aHandlerThatFailsIsLoggedWithWhatItWasTold() {
        loop.setExceptionHandler((on, context) -> {
            throw new IllegalArgumentException("spam");
        });
        try (LogLines log = new LogLines()) {
            loop.callSoon(ExceptionHandlerTest::zeroError);
            iterate();
            assertThat(log.errors()).singleElement().asString().startsWith("Unhandled error in exception handler")
                    .contains("context: Exception in callback ");
            assertThat(log.failures()).singleElement().isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @CPythonTest("test_base_events.BaseEventLoopTests.test_default_exc_handler_broken")
    void aReportThatCannotBePrintedIsSaidToBeSo() {
        Object unprintable = new Object() {
            @Override
            public String toString() {
                throw new IllegalArgumentException("ham");
            }
        };
        try (LogLines log = new LogLines()) {
            loop.callExceptionHandler(ExceptionContext.of("broken").with("future", unprintable));
            loop.setExceptionHandler((on, context) -> {
                throw new IllegalStateException(context.get("future") + "");
            });
            loop.callExceptionHandler(ExceptionContext.of("broken").with("future", unprintable));
            assertThat(log.errors()).first().isEqualTo("Exception in default exception handler");
            assertThat(log.errors()).last().asString()
                    .startsWith("Exception in default exception handler while handling an unexpected error in custom");
            assertThat(log.failures()).hasOnlyElementsOfType(IllegalArgumentException.class).hasSize(2);
        }
    }

    @Test
    void aLoggerThatFailsDoesNotEndTheLoop() {
        Handler failing = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                throw new NoClassDefFoundError("too many open files");
            }

            @Override
            public void flush() {
            }

            @Override
            public void close() {
            }
        };
        Logger logger = Logger.getLogger("io.asyncio4j");
        PrintStream standard = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        List<String> ran = new ArrayList<>();
        logger.addHandler(failing);
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            loop.callSoon(ExceptionHandlerTest::zeroError);
            loop.callSoon(() -> ran.add("the next"));
            iterate();
            loop.setDebug(true);
            loop.callSoon(() -> VirtualTime.pass(1));
            loop.callSoon(() -> ran.add("and the next"));
            iterate();
        } finally {
            System.setErr(standard);
            logger.removeHandler(failing);
        }
        assertThat(ran).containsExactly("the next", "and the next");
        assertThat(written.toString(StandardCharsets.UTF_8))
                .contains("io.asyncio4j: Exception in callback io.asyncio4j.loop.ExceptionHandlerTest lambda")
                .contains("division by zero")
                .contains("(and the logger failed: java.lang.NoClassDefFoundError: too many open files)")
                .contains("took 1.000 seconds (and the logger failed");
    }

    @Test
    void whatMustLeaveTheLoopLeavesThroughTheHandler() {
        loop.setExceptionHandler((on, context) -> {
            throw new SystemExit(2);
        });
        loop.callSoon(ExceptionHandlerTest::zeroError);
        assertThatThrownBy(loop::runForever).isInstanceOf(SystemExit.class);
    }

    @Test
    @CPythonTest({"test_futures2.FutureTests.test_task_exc_handler_correct_context",
            "test_futures2.FutureTests.test_handle_exc_handler_correct_context"})
    void aHandlerRunsInTheContextOfWhatFailed() {
        ContextVar<String> variable = ContextVar.withDefault("variable", "none");
        List<String> seen = new ArrayList<>();
        loop.setExceptionHandler((on, context) -> seen.add(context.message().substring(0, 4) + " " + variable.get()));
        variable.set("callback's");
        loop.callSoon(ExceptionHandlerTest::zeroError);
        variable.set("outside");
        Task<Void> task = task(() -> {
            variable.set("task's");
            throw new Zero();
        });
        iterate(2);
        assertThat(task.isDone()).isTrue();
        loop.close();
        assertThat(seen).containsExactly("Exce callback's", "Task task's");
    }

    @Test
    void theDefaultHandlerMayBeCalledFromACustomOne() {
        loop.setExceptionHandler((on, context) -> on.defaultExceptionHandler(
                ExceptionContext.of("seen: " + context.message()).withException(context.exception())));
        try (LogLines log = new LogLines()) {
            loop.callExceptionHandler(ExceptionContext.of("broken").withException(new Zero()));
            assertThat(log.errors()).containsExactly("seen: broken");
            assertThat(log.failures()).singleElement().isInstanceOf(Zero.class);
        }
    }

    @Test
    void aStepOfTheLibrarysThatFailsIsReportedAndTheLoopGoesOn() {
        collectReports();
        Zero failure = new Zero();
        loop.schedule(new Step() {
            @Override
            public void step(io.asyncio4j.coroutine.Host host) {
                throw failure;
            }

            @Override
            public String toString() {
                return "a step";
            }
        });
        List<String> next = new ArrayList<>();
        loop.callSoon(() -> next.add("ran"));
        iterate();
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.message()).isEqualTo("Exception in a step");
            assertThat(report.exception()).isSameAs(failure);
        });
        assertThat(next).containsExactly("ran");
    }

    @Test
    void whatFailsToCloseIsReportedAndTheRestIsClosedAllTheSame() {
        List<String> closed = new ArrayList<>();
        new LoopLocal<AutoCloseable>(on -> () -> closed.add("first")).get(loop);
        new LoopLocal<AutoCloseable>(on -> ExceptionHandlerTest::zeroError).get(loop);
        new LoopLocal<AutoCloseable>(on -> () -> {
            throw new SystemExit(4);
        }).get(loop);
        new LoopLocal<AutoCloseable>(on -> () -> closed.add("last")).get(loop);
        try (LogLines log = new LogLines()) {
            assertThatThrownBy(loop::close).isInstanceOfSatisfying(SystemExit.class,
                    exit -> assertThat(exit.status()).isEqualTo(4));
            assertThat(closed).containsExactly("last", "first");
            assertThat(log.errors()).singleElement().asString().startsWith("Exception while closing ");
            assertThat(log.failures()).singleElement().isInstanceOf(Zero.class);
        }
    }
}
