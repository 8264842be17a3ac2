package io.asyncio4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Article 003, section 1: coroutines, tasks, asynchronous iteration and context managers.
class CoroutinesAndTasksTest {
    private static final String HELLO = """
            Hello ...
            ... World!""";

    @Test
    @Shows({"003-coroutines-and-asyncio/Hello.java", "003-coroutines-and-asyncio/HelloTask.java"})
    void aCoroutineRunsByItselfAndAsATask() throws Exception {
        Shown shown = Example.of("003-coroutines-and-asyncio/Hello.java").run();
        assertThat(shown.lines()).startsWith("<coroutine ").endsWith(">\n" + HELLO);
        assertThat(shown.seconds()).isEqualTo(1);
        assertThat(Example.of("003-coroutines-and-asyncio/HelloTask.java").run().lines()).isEqualTo(HELLO);
    }

    @Test
    @Shows("003-coroutines-and-asyncio/ForgottenTask.java")
    void aTaskThatNobodyHoldsIsNotLost() throws Exception {
        assertThat(Example.of("003-coroutines-and-asyncio/ForgottenTask.java").run().lines()).isEqualTo(HELLO);
    }

    @Test
    @Shows("003-coroutines-and-asyncio/CancelTask.java")
    void aCancelledTaskCleansUp() throws Exception {
        Shown shown = Example.of("003-coroutines-and-asyncio/CancelTask.java").run();
        assertThat(shown.lines()).isEqualTo("""
                Hello ...
                Task cancelled""");
        assertThat(shown.seconds()).isEqualTo(1);
    }

    @Test
    @Shows("003-coroutines-and-asyncio/AwaitCoroutine.java")
    void awaitingACoroutineDoesNotGiveUpControl() throws Exception {
        assertThat(Example.of("003-coroutines-and-asyncio/AwaitCoroutine.java").run().lines()).isEqualTo("""
                I am coro_a(). Hi!
                I am coro_a(). Hi!
                I am coro_a(). Hi!
                I am coro_b(). I sure hope no one hogs the event loop...""");
    }

    @Test
    @Shows("003-coroutines-and-asyncio/AwaitNewTask.java")
    void awaitingATaskGivesUpControl() throws Exception {
        assertThat(Example.of("003-coroutines-and-asyncio/AwaitNewTask.java").run().lines()).isEqualTo("""
                I am coro_b(). I sure hope no one hogs the event loop...
                I am coro_a(). Hi!
                I am coro_a(). Hi!
                I am coro_a(). Hi!""");
    }

    @Test
    @Shows("003-coroutines-and-asyncio/ReaderIterator.java")
    void theStatementDoesWhatItsExpansionDoes() throws Exception {
        assertThat(Example.of("003-coroutines-and-asyncio/ReaderIterator.java").run().lines()).isEqualTo("""
                async for: first
                async for: second
                async for: third
                by hand: first
                by hand: second
                by hand: third""");
    }

    @Test
    @Shows("003-coroutines-and-asyncio/CountdownGenerator.java")
    void aGeneratorAwaitsBetweenItsItems() throws Exception {
        Shown shown = Example.of("003-coroutines-and-asyncio/CountdownGenerator.java").run();
        assertThat(shown.lines()).isEqualTo("""
                3 ...
                2 ...
                1 ...
                Lift-off!""");
        assertThat(shown.seconds()).isEqualTo(3);
    }

    @Test
    @Shows("003-coroutines-and-asyncio/AsyncWithByHand.java")
    void aManagerIsLeftWithTheFailureAndMaySwallowIt() throws Exception {
        assertThat(Example.of("003-coroutines-and-asyncio/AsyncWithByHand.java").run().lines()).isEqualTo("""
                enter
                block with target
                exit: no failure
                enter
                exit: disk on fire
                enter
                exit: disk on fire
                caught: disk on fire
                enter
                block with target
                exit: disk on fire""");
    }
}
