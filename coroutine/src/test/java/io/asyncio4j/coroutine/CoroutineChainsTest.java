package io.asyncio4j.coroutine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.asyncio4j.ports.CPythonTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Coroutines that await coroutines: in a chain that a scheduler advances (one stack) and in one driven by hand (a stack
/// each). Both must look the same.
class CoroutineChainsTest {
    private final List<String> log = new ArrayList<>();

    private Coroutine<Object> link(String name, Awaitable<?> inner) {
        return Coroutine.of(() -> {
            log.add(name + " starts");
            try {
                Object got = inner.await();
                log.add(name + " got " + got);
                return name + "(" + got + ")";
            } catch (Throwable thrown) {
                log.add(name + " saw " + thrown.getClass().getSimpleName());
                throw thrown;
            }
        });
    }

    private static boolean drive(Coroutine<?> coroutine, boolean byHand, Object send) throws Exception {
        if (!byHand) {
            return coroutine.advance(send, null);
        }
        try {
            coroutine.send(send);
            return true;
        } catch (StopIteration end) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @CPythonTest("test_coroutines.CoroutineTest.test_await_14")
    void aSendReachesTheInnermostAndResultsComeBackOut(boolean byHand) throws Exception {
        Coroutine<Object> outer = link("a", link("b", () -> Coroutine.yield("deep")));
        assertThat(drive(outer, byHand, null)).isTrue();
        assertThat(drive(outer, byHand, "v")).isFalse();
        assertThat(log).containsExactly("a starts", "b starts", "b got v", "a got b(v)");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @CPythonTest("test_coroutines.CoroutineTest.test_await_15")
    void aSuspendedLinkCannotBeAwaitedBySomebodyElse(boolean byHand) throws Exception {
        Coroutine<Object> inner = Coroutine.of(() -> Coroutine.yield(1));
        Coroutine<Object> outer = link("a", inner);
        drive(outer, byHand, null);
        assertThat(inner.state()).isEqualTo(Coroutine.State.SUSPENDED);
        Coroutine<Object> other = link("other", inner);
        Throwable refused = catchThrowable(() -> other.send(null));
        assertThat(refused).isInstanceOf(IllegalStateException.class).hasMessageContaining("being awaited already");
        assertThat(drive(outer, byHand, "v")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLinkCanBeDrivenByHandAndItsAwaiterFindsItUsedUp(boolean byHand) throws Exception {
        Coroutine<Object> inner = Coroutine.of(() -> List.of(Coroutine.yield(1), Coroutine.yield(2)));
        Coroutine<Object> outer = link("a", inner);
        drive(outer, byHand, null);
        assertThat(inner.send("x")).isEqualTo(2);
        Throwable end = catchThrowable(() -> inner.send("y"));
        assertThat(end).isInstanceOfSatisfying(StopIteration.class,
                s -> assertThat(s.value()).isEqualTo(List.of("x", "y")));
        assertThat(inner.state()).isEqualTo(Coroutine.State.CLOSED);
        assertThat(outer.state()).isEqualTo(Coroutine.State.SUSPENDED);
        assertThat(outer.advance(null, null)).isFalse();
        assertThat(outer.failure()).isInstanceOf(IllegalStateException.class).hasMessageContaining("cannot reuse");
        assertThat(log).containsExactly("a starts", "a saw IllegalStateException");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void closeGoesFromTheInsideOut(boolean byHand) throws Exception {
        Coroutine<Object> outer = link("a", link("b", () -> Coroutine.yield("deep")));
        drive(outer, byHand, null);
        outer.close();
        assertThat(log).containsExactly("a starts", "b starts", "b saw GeneratorExit", "a saw GeneratorExit");
        assertThat(outer.state()).isEqualTo(Coroutine.State.CLOSED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anOuterLinkGetsItsOwnGeneratorExitWhenTheInnerSwallowsOne(boolean byHand) throws Exception {
        Coroutine<Object> inner = Coroutine.of(() -> {
            try {
                return Coroutine.yield(1);
            } catch (GeneratorExit swallowed) {
                return "swallowed";
            }
        });
        Coroutine<Object> outer = link("a", inner);
        drive(outer, byHand, null);
        outer.close();
        assertThat(log).containsExactly("a starts", "a saw GeneratorExit");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatAnInnerLinkRaisesWhileItIsClosedIsRaisedInTheOuter(boolean byHand) throws Exception {
        Coroutine<Object> inner = Coroutine.of(() -> {
            try {
                return Coroutine.yield(1);
            } catch (GeneratorExit exit) {
                throw new IllegalArgumentException("instead");
            }
        });
        Coroutine<Object> outer = link("a", inner);
        drive(outer, byHand, null);
        assertThatThrownBy(outer::close).isInstanceOf(IllegalArgumentException.class).hasMessage("instead");
        assertThat(log).containsExactly("a starts", "a saw IllegalArgumentException");
    }

    @Test
    void inAChainDrivenByHandALinkThatIgnoresTheCloseStaysBehind() throws Exception {
        Coroutine<Object> inner = Coroutine.of(() -> {
            try {
                return Coroutine.yield(1);
            } catch (GeneratorExit exit) {
                return Coroutine.yield(2);
            }
        });
        Coroutine<Object> outer = link("a", inner);
        outer.send(null);
        assertThatThrownBy(outer::close).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ignored GeneratorExit");
        assertThat(outer.state()).isEqualTo(Coroutine.State.CLOSED);
        assertThat(inner.state()).isEqualTo(Coroutine.State.SUSPENDED);
        assertThat(log).containsExactly("a starts", "a saw IllegalStateException");
    }

    @Test
    void inAChainThatATaskDrivesALinkThatIgnoresTheCloseIsClosedOnceMore() throws Exception {
        Coroutine<Object> inner = Coroutine.of(() -> {
            try {
                return Coroutine.yield(1);
            } catch (GeneratorExit exit) {
                try {
                    return Coroutine.yield(2);
                } finally {
                    log.add("closed again");
                }
            }
        });
        Coroutine<Object> outer = link("a", inner);
        assertThat(outer.advance(null, null)).isTrue();
        assertThatThrownBy(outer::close).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ignored GeneratorExit");
        assertThat(log).containsExactly("a starts", "closed again", "a saw IllegalStateException");
        assertThat(outer.state()).isEqualTo(Coroutine.State.CLOSED);
    }

    @Test
    void aLinkThatIgnoresTheCloseTwiceKeepsTheChainThatATaskDrives() throws Exception {
        Coroutine<Object> inner = Coroutine.of(() -> {
            for (int i = 0;; i++) {
                try {
                    Coroutine.yield(i);
                } catch (GeneratorExit exit) {
                    log.add("closed " + i);
                }
            }
        });
        Coroutine<Object> outer = link("a", inner);
        assertThat(outer.advance(null, null)).isTrue();
        assertThatThrownBy(outer::close).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ignored GeneratorExit");
        assertThat(log).containsExactly("a starts", "closed 0", "closed 1");
        assertThat(outer.state()).isEqualTo(Coroutine.State.SUSPENDED);
    }

    @Test
    void aLinkBelongsToWhoAwaitsItWhoeverElseSaysThatItDrivesIt() {
        Coroutine<Object> inner = Coroutine.of(() -> Coroutine.yield(1));
        Coroutine<Object> outer = link("a", inner);
        Driver task = new Driver() {
        };
        inner.setDriver(task);
        assertThat(inner.driver()).isSameAs(task);
        assertThat(outer.advance(null, null)).isTrue();
        inner.setDriver(task);
        assertThat(inner.driver()).isNull();
        assertThat(inner.state()).isEqualTo(Coroutine.State.SUSPENDED);
        assertThat(inner.advanceBy(task, null)).isFalse();
        assertThat(inner.state()).isEqualTo(Coroutine.State.CLOSED);
        assertThat(outer.state()).isEqualTo(Coroutine.State.SUSPENDED);
    }

    @Test
    void aGeneratorExitThatATaskRaisesClosesEachLinkForItself() throws Exception {
        Coroutine<Object> swallows = Coroutine.of(() -> {
            try {
                return Coroutine.yield(1);
            } catch (GeneratorExit exit) {
                return "swallowed";
            }
        });
        Coroutine<Object> outer = Coroutine.of(() -> {
            try {
                return link("a", swallows).await();
            } catch (GeneratorExit exit) {
                return Coroutine.yield(exit);
            }
        });
        assertThat(outer.advance(null, null)).isTrue();
        GeneratorExit exit = new GeneratorExit();
        assertThat(outer.advance(null, exit)).isTrue();
        assertThat(outer.yielded()).isSameAs(exit);
        assertThat(log).containsExactly("a starts", "a saw GeneratorExit");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsAwaitedWhileClosingReturnsAsUsual(boolean byHand) throws Exception {
        Coroutine<Object> outer = Coroutine.of(() -> {
            try {
                return link("a", () -> Coroutine.yield(1)).await();
            } finally {
                log.add(Coroutine.of(() -> "result of a last await").await());
            }
        });
        drive(outer, byHand, null);
        outer.close();
        assertThat(log).containsExactly("a starts", "a saw GeneratorExit", "result of a last await");
    }

    @Test
    void yieldFromDoesNotAskWhetherSomebodyElseAwaitsTheCoroutine() throws Exception {
        Coroutine<Object> inner = Coroutine.of(() -> List.of(Coroutine.yield(1), Coroutine.yield(2)));
        assertThat(inner.send(null)).isEqualTo(1);
        Coroutine<Object> outer = Coroutine.of(() -> Coroutine.yieldFrom(inner));
        assertThat(outer.advance(null, null)).isTrue();
        assertThat(outer.yielded()).isEqualTo(2);
        assertThat(outer.advance("b", null)).isFalse();
        assertThat(outer.failure()).isInstanceOf(NullPointerException.class);
    }

    @Test
    void aCoroutineCanDriveAnotherWhileItIsDrivenItself() throws Exception {
        Coroutine<Object> inner = Coroutine.of(() -> Coroutine.yield("from inner"));
        Coroutine<Object> outer = Coroutine.of(() -> {
            Object got = inner.send(null);
            Object sent = Coroutine.yield("outer has " + got);
            Throwable end = catchThrowable(() -> inner.send(sent));
            return ((StopIteration) end).value();
        });
        assertThat(outer.send(null)).isEqualTo("outer has from inner");
        Throwable end = catchThrowable(() -> outer.send("ping"));
        assertThat(((StopIteration) end).value()).isEqualTo("ping");
    }

    @Test
    void aDeepChainSuspendsAsOne() throws Exception {
        int depth = 500;
        Awaitable<Object> innermost = () -> Coroutine.yield("bottom");
        Awaitable<Object> chain = innermost;
        for (int i = 0; i < depth; i++) {
            Awaitable<Object> below = chain;
            chain = () -> Coroutine.of(below).await();
        }
        Coroutine<Object> outer = Coroutine.of(chain);
        assertThat(outer.advance(null, null)).as("failed with %s", outer.failure()).isTrue();
        assertThat(outer.yielded()).isEqualTo("bottom");
        assertThat(outer.advance("top", null)).isFalse();
        assertThat(outer.outcome()).isEqualTo("top");
    }
}
