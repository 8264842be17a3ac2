package io.asyncio4j.coroutine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Scoped values over a switch: neither side sees the other's.
class ScopedValuesTest {
    private static final ScopedValue<String> WHO = ScopedValue.newInstance();

    private static Coroutine<List<String>> bound(String value) {
        return Coroutine.of(() -> ScopedValue.where(WHO, value).call(() -> {
            List<String> seen = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Coroutine.yield(null);
                seen.add(WHO.get());
            }
            return seen;
        }));
    }

    @Test
    void aBindingOfASuspendedCoroutineDoesNotLeakToItsDriver() {
        Coroutine<List<String>> coroutine = bound("coroutine");
        coroutine.advance(null, null);
        assertThat(WHO.isBound()).isFalse();
    }

    @Test
    void aCoroutineKeepsItsBindingWhateverItsDriverHasBound() throws Exception {
        Coroutine<List<String>> coroutine = bound("coroutine");
        coroutine.advance(null, null);
        String after = ScopedValue.where(WHO, "driver").call(() -> {
            coroutine.advance(null, null);
            return WHO.get();
        });
        assertThat(after).isEqualTo("driver");
        coroutine.advance(null, null);
        coroutine.advance(null, null);
        assertThat(coroutine.outcome()).containsExactly("coroutine", "coroutine", "coroutine");
    }

    @Test
    void interleavedCoroutinesEachSeeTheirOwn() throws Exception {
        Coroutine<List<String>> one = bound("one");
        Coroutine<List<String>> two = bound("two");
        for (int i = 0; i < 4; i++) {
            one.advance(null, null);
            two.advance(null, null);
        }
        assertThat(one.outcome()).containsOnly("one");
        assertThat(two.outcome()).containsOnly("two");
        assertThat(WHO.isBound()).isFalse();
    }

    @Test
    void whatOneSideHasReadIsNotRememberedForTheOther() throws Exception {
        Coroutine<List<String>> coroutine = bound("coroutine");
        List<String> drivers = ScopedValue.where(WHO, "driver").call(() -> {
            List<String> seen = new ArrayList<>();
            boolean suspended = true;
            while (suspended) {
                seen.add(WHO.get());
                suspended = coroutine.advance(null, null);
            }
            seen.add(WHO.get());
            return seen;
        });
        assertThat(drivers).hasSize(5).containsOnly("driver");
        assertThat(coroutine.outcome()).hasSize(3).containsOnly("coroutine");
    }
}
