package io.asyncio4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Article 003, section 2: how control is handed over, and sleeps of one's own.
class AwaitablesTest {
    private static final String FIVE_DATES = "DATE\nDATE\nDATE\nDATE\nDATE";

    @Test
    @Shows("003-coroutines-and-asyncio/DriveByHand.java")
    void aCoroutineIsDrivenByHand() throws Exception {
        Shown shown = Example.of("003-coroutines-and-asyncio/DriveByHand.java").run();
        assertThat(shown.lines()).isEqualTo("""
                Beginning coroutine main().
                Awaiting rock...
                Coroutine paused and returned intermediate value: 7.
                Resuming coroutine and sending in value: 42.
                Rock.__await__ resuming with value: 42.
                Coroutine received value: 42 from rock.
                Coroutine main() finished and provided value: 23.""");
        assertThat(shown.loops()).isEmpty();
    }

    @Test
    @Shows("003-coroutines-and-asyncio/DisplayDate.java")
    void theDateIsShownOnceASecond() throws Exception {
        Shown shown = Example.of("003-coroutines-and-asyncio/DisplayDate.java").run();
        assertThat(shown.lines()).isEqualTo(FIVE_DATES);
        assertThat(shown.seconds()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SleepByYield", "SleepByWatcher", "SleepByPolling", "SleepByTimer"})
    @Shows({"003-coroutines-and-asyncio/SleepByYield.java", "003-coroutines-and-asyncio/SleepByWatcher.java",
            "003-coroutines-and-asyncio/SleepByPolling.java", "003-coroutines-and-asyncio/SleepByTimer.java"})
    void aSleepOfOnesOwnSleepsAsLong(String program) throws Exception {
        Shown shown = Example.of("003-coroutines-and-asyncio/" + program + ".java").inTickingTime().run();
        assertThat(shown.lines()).isEqualTo(FIVE_DATES);
        assertThat(shown.seconds()).isBetween(4.0, 4.1);
    }
}
