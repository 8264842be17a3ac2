package io.asyncio4j.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.LoopTest;
import io.asyncio4j.context.Context;
import io.asyncio4j.context.ContextVar;
import io.asyncio4j.ports.CPythonTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FutureCallbacksTest extends LoopTest {
    private final Future<String> future = new Future<>(loop);
    private final List<Object> called = new ArrayList<>();
    private final DoneCallback<Future<String>> one = done -> called.add(1);
    private final DoneCallback<Future<String>> two = done -> called.add(2);
    private final DoneCallback<Future<String>> three = done -> called.add(3);

    /// A function whose equality does something else as well, as a program's may.
    private static final class Evil implements DoneCallback<Future<String>> {
        private final Runnable meanwhile;
        private boolean busy;

        Evil(Runnable meanwhile) {
            this.meanwhile = meanwhile;
        }

        @Override
        public void done(Future<String> completed) {
            // only its equality matters
        }

        @Override
        public boolean equals(Object other) {
            if (!busy) {
                busy = true;
                meanwhile.run();
                busy = false;
            }
            return false;
        }

        @Override
        public int hashCode() {
            return 0;
        }
    }

    private void complete() throws Exception {
        assertThat(called).isEmpty();
        future.setResult("done");
        assertThat(called).as("callbacks are scheduled, not called").isEmpty();
        iterate();
        assertThat(future.result()).isEqualTo("done");
    }

    @Test
    @CPythonTest("test_futures.BaseFutureDoneCallbackTests.test_callbacks_invoked_on_set_result")
    void callbacksRunInTheNextIterationInTheOrderTheyWereAdded() throws Exception {
        future.addDoneCallback(one);
        future.addDoneCallback(two);
        future.addDoneCallback(done -> called.add(done));
        complete();
        assertThat(called).containsExactly(1, 2, future);
    }

    @Test
    @CPythonTest("test_futures.BaseFutureDoneCallbackTests.test_callbacks_invoked_on_set_exception")
    void callbacksRunAlsoWhenTheFutureFailsOrIsCancelled() {
        future.addDoneCallback(one);
        future.setException(new IllegalArgumentException());
        Future<String> other = new Future<>(loop);
        other.addDoneCallback(two);
        other.cancel();
        iterate();
        assertThat(called).containsExactly(1, 2);
        assertThat(future.exception()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCallbackOfADoneFutureRunsInTheNextIteration() {
        future.setResult("done");
        future.addDoneCallback(one);
        assertThat(called).isEmpty();
        iterate();
        assertThat(called).containsExactly(1);
    }

    @Test
    @CPythonTest({"test_futures.BaseFutureDoneCallbackTests.test_callbacks_remove_first_callback",
            "test_futures.BaseFutureDoneCallbackTests.test_callbacks_remove_third_callback"})
    void removedCallbacksDoNotRunAndTheOthersKeepTheirOrder() throws Exception {
        future.addDoneCallback(one);
        future.addDoneCallback(two);
        future.addDoneCallback(three);
        assertThat(future.removeDoneCallback(two)).isOne();
        assertThat(future.removeDoneCallback(two)).isZero();
        complete();
        assertThat(called).containsExactly(1, 3);
    }

    @Test
    @CPythonTest("test_futures.BaseFutureDoneCallbackTests.test_callbacks_remove_first_and_second_callback")
    void theLastOfThreeRunsWhenTheOthersWereRemoved() throws Exception {
        future.addDoneCallback(one);
        future.addDoneCallback(two);
        future.addDoneCallback(three);
        assertThat(future.removeDoneCallback(one) + future.removeDoneCallback(two)).isEqualTo(2);
        complete();
        assertThat(called).containsExactly(3);
    }

    @Test
    @CPythonTest("test_futures.BaseFutureDoneCallbackTests.test_remove_done_callback")
    void removingTakesEveryRegistrationOfAFunctionAndTellsHowMany() throws Exception {
        future.addDoneCallback(one);
        future.addDoneCallback(two);
        assertThat(future.removeDoneCallback(two)).isOne();
        assertThat(future.removeDoneCallback(three)).isZero();
        future.addDoneCallback(two);
        for (int i = 0; i < 4; i++) {
            future.addDoneCallback(one);
        }
        assertThat(future.removeDoneCallback(one)).isEqualTo(5);
        complete();
        assertThat(called).containsExactly(2);
    }

    @Test
    @CPythonTest({"test_futures.BaseFutureDoneCallbackTests.test_remove_done_callbacks_list_mutation",
            "test_futures.BaseFutureDoneCallbackTests.test_remove_done_callbacks_list_clear",
            "test_futures.BaseFutureDoneCallbackTests.test_use_after_free_on_fut_callback_0_with_evil__eq__"})
    void anEqualityThatRemovesCallbacksMeanwhileDoesNoHarm() throws Exception {
        future.addDoneCallback(new Evil(() -> future.removeDoneCallback(three)));
        future.addDoneCallback(two);
        for (int i = 0; i < 20; i++) {
            future.addDoneCallback(one);
            future.addDoneCallback(three);
        }
        assertThat(future.removeDoneCallback(one)).isEqualTo(20);
        complete();
        assertThat(called).containsExactly(2);
    }

    @Test
    @CPythonTest("test_futures.BaseFutureDoneCallbackTests.test_schedule_callbacks_list_mutation_2")
    void callbacksThatAnEqualityAddsMeanwhileAreKept() throws Exception {
        future.addDoneCallback(new Evil(() -> future.addDoneCallback(two)));
        future.addDoneCallback(one);
        assertThat(future.removeDoneCallback(one)).isOne();
        complete();
        assertThat(called).containsExactly(2);
    }

    @Test
    @CPythonTest("test_futures.BaseFutureDoneCallbackTests.test_schedule_callbacks_list_mutation_1")
    void aCallbackThatRemovesOthersComesTooLateForThoseScheduled() throws Exception {
        future.addDoneCallback(done -> called.add(done.removeDoneCallback(two)));
        future.addDoneCallback(two);
        complete();
        assertThat(called).containsExactly(0, 2);
    }

    @Test
    void aFailingCallbackIsReportedAndKeepsNobodyFromRunning() throws Exception {
        collectReports();
        IllegalStateException broken = new IllegalStateException("broken callback");
        future.addDoneCallback(done -> {
            throw broken;
        });
        future.addDoneCallback(one);
        complete();
        assertThat(called).containsExactly(1);
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.exception()).isSameAs(broken);
            assertThat(report.message()).startsWith("Exception in callback");
        });
    }

    @Test
    void aCallbackMayAskForTheResultAndFailWithTheFuturesOwnFailure() {
        collectReports();
        future.addDoneCallback(done -> called.add(done.result()));
        Exception failure = new Exception("checked");
        future.setException(failure);
        iterate();
        assertThat(called).isEmpty();
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.exception()).isSameAs(failure);
            assertThat(report.message()).contains("FutureCallbacksTest lambda");
        });
    }

    @Test
    void aCallbackSeesTheContextItWasAddedIn() {
        ContextVar<String> variable = ContextVar.withDefault("variable", "unset");
        Context given = Context.empty();
        given.run(() -> {
            variable.set("given");
        });
        Context.copyContext().run(() -> {
            variable.set("added");
            future.addDoneCallback(done -> called.add(variable.get()));
        });
        future.addDoneCallback(done -> called.add(variable.get()), given);
        future.addDoneCallback(done -> called.add(variable.get()));
        future.setResult("done");
        iterate();
        assertThat(called).containsExactly("added", "given", "unset");
    }
}
