package io.asyncio4j.coroutine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A body that needs no stack does the same things when a scheduler drives it without one, when another coroutine awaits it,
/// and when it is driven by hand.
class StacklessTest {
    private final List<String> log = new ArrayList<>();

    /// Yields "waiting" until it is told "done" by a field, and logs how it went on.
    private final class Gate implements Stackless<String> {
        boolean open;
        @Nullable Exception failsAtBegin;

        @Override
        public Object begin() throws Exception {
            log.add("begin");
            if (failsAtBegin != null) {
                throw failsAtBegin;
            }
            return open ? END : "waiting";
        }

        @Override
        public Object again(@Nullable Object waited) {
            log.add("again");
            return open ? END : waited;
        }

        @Override
        public String end(@Nullable Object waited, @Nullable Throwable thrown) {
            log.add("end " + (waited == END ? "at once" : waited) + " " + thrown);
            if (thrown != null && !"swallow".equals(thrown.getMessage())) {
                throw Rethrow.sneaky(thrown);
            }
            return "through";
        }
    }

    /// How a body is run.
    private enum Form {
        DIRECT, AWAITED, BY_HAND;

        <T> Coroutine<T> of(Awaitable<T> body) {
            return this == AWAITED ? Coroutine.of(() -> Coroutine.of(body).await()) : Coroutine.of(body);
        }

        boolean advance(Coroutine<?> coroutine, @Nullable Throwable raise) {
            return coroutine.drive(null, raise, this == BY_HAND);
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void itYieldsUntilThereIsNothingToWaitForAndGivesItsResult(Form form) throws Exception {
        Gate gate = new Gate();
        Coroutine<String> coroutine = form.of(gate);
        assertThat(form.advance(coroutine, null)).isTrue();
        assertThat(coroutine.yielded()).isEqualTo("waiting");
        assertThat(coroutine.state()).isEqualTo(Coroutine.State.SUSPENDED);
        assertThat(form.advance(coroutine, null)).as("it waits once more").isTrue();
        assertThat(coroutine.yielded()).isEqualTo("waiting");
        gate.open = true;
        assertThat(form.advance(coroutine, null)).isFalse();
        assertThat(coroutine.outcome()).isEqualTo("through");
        assertThat(coroutine.state()).isEqualTo(Coroutine.State.CLOSED);
        assertThat(log).containsExactly("begin", "again", "again", "end waiting null");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void whatNeedNotWaitEndsInItsFirstStep(Form form) throws Exception {
        Gate gate = new Gate();
        gate.open = true;
        Coroutine<String> coroutine = form.of(gate);
        assertThat(form.advance(coroutine, null)).isFalse();
        assertThat(coroutine.outcome()).isEqualTo("through");
        assertThat(log).containsExactly("begin", "end at once null");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void whatIsRaisedInItsWaitEndsIt(Form form) {
        Coroutine<String> coroutine = form.of(new Gate());
        form.advance(coroutine, null);
        assertThat(form.advance(coroutine, new IOException("cut"))).isFalse();
        assertThatThrownBy(coroutine::outcome).isInstanceOf(IOException.class).hasMessage("cut");
        assertThat(log).containsExactly("begin", "end waiting java.io.IOException: cut");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void itMaySwallowWhatIsRaised(Form form) throws Exception {
        Coroutine<String> coroutine = form.of(new Gate());
        form.advance(coroutine, null);
        assertThat(form.advance(coroutine, new IOException("swallow"))).isFalse();
        assertThat(coroutine.outcome()).isEqualTo("through");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aFailureBeforeTheWaitIsItsOutcomeAndNothingEnds(Form form) {
        Gate gate = new Gate();
        gate.failsAtBegin = new IOException("no");
        Coroutine<String> coroutine = form.of(gate);
        assertThat(form.advance(coroutine, null)).isFalse();
        assertThatThrownBy(coroutine::outcome).isSameAs(gate.failsAtBegin);
        assertThat(log).containsExactly("begin");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aStopIterationThatLeavesItIsAnIllegalState(Form form) {
        Coroutine<String> coroutine = form.of(new Gate());
        form.advance(coroutine, null);
        assertThat(form.advance(coroutine, new StopIteration(1))).isFalse();
        assertThatThrownBy(coroutine::outcome).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("StopIteration");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void closingRaisesGeneratorExitInItsWait(Form form) throws Exception {
        Coroutine<String> coroutine = form.of(new Gate());
        form.advance(coroutine, null);
        coroutine.close();
        assertThat(coroutine.state()).isEqualTo(Coroutine.State.CLOSED);
        assertThat(log).hasSize(2).last().asString().contains("GeneratorExit");
    }

    @Test
    void aWaitThatASchedulerBeganCanBeDrivenByHandToo() throws Exception {
        Gate gate = new Gate();
        Coroutine<String> coroutine = Coroutine.of(gate);
        coroutine.advance(null, null);
        assertThat(coroutine.yielded()).isEqualTo("waiting");
        assertThat(coroutine.send(null)).isEqualTo("waiting");
        gate.open = true;
        assertThatThrownBy(() -> coroutine.send(null)).isInstanceOfSatisfying(StopIteration.class,
                stop -> assertThat(stop.value()).isEqualTo("through"));
        assertThatThrownBy(() -> coroutine.send(null)).hasMessageContaining("cannot reuse");
    }

    @Test
    void withoutAStackItStillNamesTheBodyThatWaits() {
        assumeThat(Coroutine.engine()).isEqualTo("continuation");
        Coroutine<String> coroutine = Coroutine.of(new Gate());
        assertThat(coroutine.stack()).isEmpty();
        coroutine.advance(null, null);
        assertThat(coroutine.stack()).singleElement()
                .hasToString(Gate.class.getName() + ".await(StacklessTest.java)");
        coroutine.advance(null, new IOException("cut"));
        assertThat(coroutine.stack()).isEmpty();
    }

    @Test
    void itRunsAsTheCoroutineInControl() throws Exception {
        List<Boolean> running = new ArrayList<>();
        Coroutine<String> coroutine = Coroutine.of(new Stackless<>() {
            @Override
            public Object begin() {
                running.add(Coroutine.isRunning());
                return "x";
            }

            @Override
            public Object again(@Nullable Object waited) {
                return END;
            }

            @Override
            public String end(@Nullable Object waited, @Nullable Throwable thrown) {
                running.add(Coroutine.isRunning());
                return "y";
            }
        });
        coroutine.advance(null, null);
        assertThat(Coroutine.isRunning()).isFalse();
        coroutine.advance(null, null);
        assertThat(running).containsExactly(true, true);
        assertThat(coroutine.outcome()).isEqualTo("y");
    }
}
