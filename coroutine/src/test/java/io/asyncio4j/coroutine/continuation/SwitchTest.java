package io.asyncio4j.coroutine.continuation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.asyncio4j.coroutine.Coroutine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The switch that this library makes itself, and the places where the JDK has to make it.
class SwitchTest {
    // More than it takes a strand to be settled.
    private static final int MANY = 20;

    @BeforeEach
    void onTheContinuationEngine() {
        assumeThat(Coroutine.engine()).isEqualTo("continuation");
    }

    private static Coroutine<Integer> counting() {
        return Coroutine.of(() -> {
            for (int i = 0; i < MANY; i++) {
                Coroutine.yield(i);
            }
            return MANY;
        });
    }

    private static List<Object> allOf(Coroutine<?> coroutine) throws Exception {
        List<Object> seen = new ArrayList<>();
        while (coroutine.advance(null, null)) {
            seen.add(coroutine.yielded());
        }
        seen.add(coroutine.outcome());
        return seen;
    }

    private static List<Object> counted() {
        List<Object> all = new ArrayList<>();
        for (int i = 0; i <= MANY; i++) {
            all.add(i);
        }
        return all;
    }

    @Test
    void thisJdkHasItUnlessItIsTurnedOff() {
        assertThat(Switch.PRESENT).isNotEqualTo("public".equals(System.getProperty("asyncio4j.switch")));
    }

    @Test
    void aStrandIsLeftAndEnteredAsOftenAsItLikes() throws Exception {
        assertThat(allOf(counting())).isEqualTo(counted());
    }

    @Test
    void aCoroutineDrivenByAnotherReturnsToIt() throws Exception {
        Coroutine<List<Object>> outer = Coroutine.of(() -> {
            List<Object> seen = new ArrayList<>();
            Coroutine<Integer> inner = counting();
            while (inner.advance(null, null)) {
                seen.add(inner.yielded());
                Coroutine.yield("outer");
            }
            seen.add(inner.outcome());
            return seen;
        });
        while (outer.advance(null, null)) {
            assertThat(outer.yielded()).isEqualTo("outer");
        }
        assertThat(outer.outcome()).isEqualTo(counted());
    }

    @Test
    void aContinuationOfOthersBelowIsLeftThroughAllCoroutines() {
        ContinuationScope others = new ContinuationScope("others");
        List<Object> seen = new ArrayList<>();
        Coroutine<Object> inner = Coroutine.of(() -> {
            Coroutine.yield("inner");
            Continuation.yield(others);
            return "end";
        });
        Coroutine<Object> outer = Coroutine.of(() -> allOf(inner));
        Continuation below = new Continuation(others, () -> {
            seen.add(outer.advance(null, null));
            seen.add(outer.failure());
            try {
                seen.add(outer.outcome());
            } catch (Exception failure) {
                seen.add(failure);
            }
        });
        below.run();
        assertThat(below.isDone()).isFalse();
        assertThat(seen).isEmpty();
        below.run();
        assertThat(below.isDone()).isTrue();
        assertThat(seen).containsExactly(false, null, List.of("inner", "end"));
    }

    @Test
    void aCoroutineMayGoOnOnAnotherThread() throws Exception {
        Coroutine<Integer> coroutine = counting();
        assertThat(coroutine.advance(null, null)).isTrue();
        assertThat(coroutine.yielded()).isEqualTo(0);
        FutureTask<List<Object>> rest = new FutureTask<>(() -> allOf(coroutine));
        Thread.ofPlatform().start(rest);
        assertThat(rest.get()).isEqualTo(counted().subList(1, MANY + 1));
    }

    @Test
    void aCoroutineOfAVirtualThreadBlocksWithItAndIsLeftByItself() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        FutureTask<List<Object>> driver = new FutureTask<>(() -> allOf(Coroutine.of(() -> {
            Coroutine.yield("before");
            blocked.countDown();
            released.await();
            Coroutine.yield("after");
            return 1;
        })));
        Thread.ofVirtual().start(driver);
        blocked.await();
        released.countDown();
        assertThat(driver.get()).containsExactly("before", "after", 1);
    }

    @Test
    void anOverflowOfTheStackEndsTheCoroutineOnly() throws Exception {
        Coroutine<Object> deep = Coroutine.of(() -> {
            Coroutine.yield("first");
            return endless(0);
        });
        assertThat(deep.advance(null, null)).isTrue();
        assertThat(deep.advance(null, null)).isFalse();
        assertThat(deep.failure()).isInstanceOf(StackOverflowError.class);
        assertThat(allOf(counting())).isEqualTo(counted());
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int endless(int depth) {
        return endless(depth + 1) + 1;
    }
}
