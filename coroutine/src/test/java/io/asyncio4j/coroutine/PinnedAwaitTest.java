package io.asyncio4j.coroutine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

/// Awaits where the stack cannot be left. Only the continuation engine has such places.
class PinnedAwaitTest {
    private static final class AwaitsInInitialiser {
        static final Object VALUE;

        static {
            Object got;
            try {
                got = Coroutine.yield("never");
            } catch (PinnedException pinned) {
                got = pinned;
            }
            VALUE = got;
        }
    }

    @Test
    void theErrorNamesTheStaticInitialiserAndTheCoroutineStaysUsable() throws Exception {
        assumeTrue("continuation".equals(Coroutine.engine()), "the thread engine has no pinned places");
        Coroutine<Object> coroutine = Coroutine.of(() -> {
            Object seen = AwaitsInInitialiser.VALUE;
            Coroutine.yield("still fine");
            return seen;
        });
        assertThat(coroutine.advance(null, null)).isTrue();
        assertThat(coroutine.yielded()).isEqualTo("still fine");
        assertThat(coroutine.advance(null, null)).isFalse();
        assertThat(coroutine.outcome()).isInstanceOfSatisfying(PinnedException.class,
                e -> assertThat(e).hasMessageContaining("static initialiser")
                        .hasMessageContaining("AwaitsInInitialiser.<clinit>").hasMessageContaining("move the await"));
    }
}
