package io.asyncio4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.LogLines;
import io.asyncio4j.LoopTest;
import io.asyncio4j.VirtualTime;
import io.asyncio4j.context.ContextVar;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.SystemExit;
import io.asyncio4j.ports.CPythonTest;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is told of failures that nobody asks for.
class FutureReportsTest extends LoopTest {

    private void fail(Throwable failure) {
        new Future<String>(loop).setException(failure);
    }

    private List<String> messages() {
        return reports.stream().map(report -> report.message()).toList();
    }

    @Test
    @CPythonTest({"test_futures.BaseFutureTests.test_tb_logger_exception_unretrieved",
            "test_futures.BaseFutureTests.test_future_exception_never_retrieved"})
    void aDroppedFailureIsReportedOnce() {
        collectReports();
        RuntimeException boom = new RuntimeException("boom");
        fail(boom);
        awaitCollecting(() -> {
            iterate();
            return !reports.isEmpty();
        });
        loop.close();
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.message()).isEqualTo("Future exception was never retrieved");
            assertThat(report.exception()).isSameAs(boom);
            assertThat(report.keys()).containsExactly("future");
            assertThat(report.get("future"))
                    .hasToString("<Future finished exception=java.lang.RuntimeException: boom>");
        });
    }

    @Test
    @CPythonTest("test_futures.BaseFutureTests.test_future_exception_never_retrieved_debug")
    void inDebugModeTheReportSaysWhereTheFutureWasMade() {
        loop.setDebug(true);
        collectReports();
        fail(new RuntimeException("boom"));
        awaitCollecting(() -> {
            iterate();
            return !reports.isEmpty();
        });
        assertThat(reports.getFirst().get("source_traceback")).isInstanceOfSatisfying(StackTraceElement[].class,
                frames -> assertThat(frames[0].getMethodName()).isEqualTo("fail"));
        assertThat(reports.getFirst().toString()).startsWith("Future exception was never retrieved")
                .contains("Object created at (most recent call first):", "FutureReportsTest.java");
    }

    @Test
    void whatLeavesTheLoopOutOfTheMainTaskIsNotReportedToo() {
        collectReports();
        Task<Void> main = Task.create(loop, () -> {
            throw new SystemExit(3);
        }, null, null);
        assertThatThrownBy(() -> RunUntilComplete.runUntilComplete(loop, main)).isInstanceOf(SystemExit.class);
        iterate();
        loop.close();
        assertThat(messages()).isEmpty();
    }

    @Test
    void aFailureThatNobodyCollectsIsReportedWhenTheLoopCloses() {
        Future<String> held = new Future<>(loop);
        held.setException(new IOException("kept"));
        collectReports();
        loop.close();
        assertThat(messages()).containsExactly("Future exception was never retrieved");
        assertThat(held.exception()).hasMessage("kept");
    }

    @Test
    @CPythonTest({"test_futures.BaseFutureTests.test_tb_logger_abandoned",
            "test_futures.BaseFutureTests.test_tb_logger_result_unretrieved",
            "test_futures.BaseFutureTests.test_tb_logger_result_retrieved"})
    void pendingAndSuccessfulFuturesMayBeDroppedSilently() throws Exception {
        try (LogLines log = new LogLines()) {
            WeakReference<?> pending = new WeakReference<>(new Future<>(loop));
            Future<String> done = new Future<>(loop);
            done.setResult("asked for");
            done.result();
            new Future<String>(loop).setResult("never asked for");
            awaitCollected(pending);
            loop.close();
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    @CPythonTest({"test_futures.BaseFutureTests.test_tb_logger_exception_retrieved",
            "test_futures.BaseFutureTests.test_tb_logger_exception_result_retrieved"})
    void aFailureThatWasAskedForIsNotReported() {
        collectReports();
        Future<String> asked = new Future<>(loop);
        asked.setException(new IOException("asked"));
        assertThat(asked.exception()).hasMessage("asked");
        Future<String> thrown = new Future<>(loop);
        thrown.setException(new IOException("thrown"));
        assertThatThrownBy(thrown::result).hasMessage("thrown");
        loop.close();
        assertThat(reports).isEmpty();
    }

    @Test
    @CPythonTest("test_futures.BaseFutureTests.test_tb_logger_not_called_after_cancel")
    void cancellingAFailedFutureSilencesIt() {
        collectReports();
        Future<String> failed = new Future<>(loop);
        failed.setException(new IOException("unwanted"));
        assertThat(failed.cancel()).isFalse();
        loop.close();
        assertThat(reports).isEmpty();
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_tb_logger_not_called_after_cancel")
    void cancellingAFailedTaskSilencesIt() throws Exception {
        collectReports();
        complete(() -> {
            Task<Void> failed = task(Bodies.failing(new IOException("unwanted")));
            Bodies.pause(0.05);
            return failed.cancel();
        });
        loop.close();
        assertThat(reports).isEmpty();
    }

    @Test
    void theDefaultHandlerLogsTheFailureWithItsTrace() {
        RuntimeException boom = new RuntimeException("boom");
        try (LogLines log = new LogLines()) {
            fail(boom);
            loop.close();
            assertThat(log.errors()).singleElement().asString().startsWith("Future exception was never retrieved")
                    .contains("future: <Future");
            assertThat(log.failures()).containsExactly(boom);
        }
    }

    @Test
    @CPythonTest("test_futures2.FutureTests.test_task_exc_handler_correct_context")
    void theHandlerOfAFailedTaskSeesTheTasksContext() throws Exception {
        ContextVar<String> name = ContextVar.withDefault("name", "outside");
        List<String> seen = new ArrayList<>();
        loop.setExceptionHandler((on, context) -> seen.add(context.message() + " in " + name.get()));
        complete(() -> {
            task(() -> {
                name.set("inside");
                throw new IOException("nobody asks");
            });
            Bodies.pause(0);
            return null;
        });
        loop.close();
        assertThat(seen).containsExactly("Task exception was never retrieved in inside");
    }

    @Test
    @CPythonTest("test_futures2.FutureTests.test_handle_exc_handler_correct_context")
    void theHandlerOfAFailedCallbackSeesTheCallbacksContext() {
        ContextVar<String> name = ContextVar.withDefault("name", "outside");
        List<String> seen = new ArrayList<>();
        loop.setExceptionHandler((on, context) -> seen.add(name.get()));
        loop.callSoon(() -> {
            name.set("inside");
            throw new IllegalStateException("broken");
        });
        iterate();
        assertThat(seen).containsExactly("inside");
    }

    @Test
    void theHandlerOfATaskInAContextThatIsInUseRunsWhereItIs() throws Exception {
        ContextVar<String> name = ContextVar.withDefault("name", "outside");
        List<String> seen = new ArrayList<>();
        loop.setExceptionHandler((on, context) -> seen.add(name.get()));
        complete(() -> {
            name.set("busy");
            loop.callExceptionHandler(io.asyncio4j.loop.ExceptionContext.of("told from inside")
                    .in(Task.currentTask().getContext()));
            return null;
        });
        assertThat(seen).containsExactly("busy");
    }

    @Test
    @CPythonTest("test_futures.BaseFutureTests.test_future_source_traceback")
    void inDebugModeAFutureShowsWhereItWasMade() {
        loop.setDebug(true);
        Future<String> made = new Future<>(loop);
        assertThat(made.madeAt[0].getMethodName()).isEqualTo("inDebugModeAFutureShowsWhereItWasMade");
        assertThat(made.toString()).contains(" created at " + made.madeAt[0]);
        loop.setDebug(false);
        assertThat(new Future<>(loop).madeAt).isNull();
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_task_source_traceback")
    void inDebugModeATaskShowsWhereItWasMade() throws Exception {
        loop.setDebug(true);
        Task<Void> made = Task.create(loop, () -> null, null, null);
        assertThat(made.madeAt[0].getMethodName()).isEqualTo("inDebugModeATaskShowsWhereItWasMade");
        assertThat(made.toString()).contains(" created at " + made.madeAt[0]);
        complete(made);
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_log_destroyed_pending_task")
    void aTaskThatIsPendingWhenItsLoopClosesIsReported() throws Exception {
        EventLoop closing = VirtualTime.newLoop();
        closing.setDebug(true);
        closing.setExceptionHandler((on, context) -> reports.add(context));
        Task<Void> waiting = Task.create(closing, () -> {
            new Future<Void>().await();
            return null;
        }, "waiting", null);
        closing.stop();
        closing.runForever();
        assertThat(Task.allTasks(closing)).containsExactly(waiting);
        closing.close();
        assertThat(Task.allTasks(closing)).isEmpty();
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.message()).isEqualTo("Task was destroyed but it is pending!");
            assertThat(report.get("task")).isSameAs(waiting);
            assertThat((StackTraceElement[]) report.get("source_traceback")).isEqualTo(waiting.madeAt);
        });
    }

    @Test
    void aWaitingTaskIsNotForgottenWhenNobodyElseHoldsIt() throws Exception {
        List<String> seen = new ArrayList<>();
        Future<String> gate = new Future<>(loop);
        complete(() -> {
            task(() -> seen.add(gate.await()));
            Bodies.pause(0);
            return null;
        });
        System.gc();
        gate.setResult("opened");
        iterate();
        assertThat(seen).containsExactly("opened");
    }
}
