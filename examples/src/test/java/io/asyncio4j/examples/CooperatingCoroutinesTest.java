package io.asyncio4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Article 000: cooperating coroutines.
class CooperatingCoroutinesTest {
    @Test
    @Shows("000-cooperating-coroutines/AsyncioCoroutine.java")
    void aLoopRunsACoroutineUntilItIsComplete() throws Exception {
        Shown shown = Example.of("000-cooperating-coroutines/AsyncioCoroutine.java").run();
        assertThat(shown.lines()).isEqualTo("""
                starting coroutine
                entering event loop
                in coroutine
                closing event loop""");
        assertThat(shown.loops()).singleElement().matches(loop -> loop.isClosed());
    }

    @Test
    @Shows({"000-cooperating-coroutines/AsyncioCoroutineReturn.java",
            "000-cooperating-coroutines/AsyncioRunReturn.java"})
    void theResultComesBackFromTheCallThatRanTheLoop() throws Exception {
        String article = """
                in coroutine
                it returned: result""";
        assertThat(Example.of("000-cooperating-coroutines/AsyncioCoroutineReturn.java").run().lines())
                .isEqualTo(article);
        assertThat(Example.of("000-cooperating-coroutines/AsyncioRunReturn.java").run().lines()).isEqualTo(article);
    }

    @Test
    @Shows("000-cooperating-coroutines/AsyncioCoroutineChain.java")
    void aChainRunsInOrder() throws Exception {
        assertThat(Example.of("000-cooperating-coroutines/AsyncioCoroutineChain.java").run().lines())
                .isEqualTo(Article.inJava("""
                        in outer
                        waiting for result1
                        in phase1
                        waiting for result2
                        in phase2
                        return value: ('result1', 'result2 derived from result1')
                        """));
    }

    @Test
    @Shows("000-cooperating-coroutines/RunForever.java")
    void generatorsLeftInTheMiddleAreClosedBeforeTheLoop() throws Exception {
        assertThat(Example.of("000-cooperating-coroutines/RunForever.java").run().lines()).isEqualTo("""
                first number: 0
                stopped
                generator closed""");
    }

    @Test
    @Shows("000-cooperating-coroutines/StoppingTheLoop.java")
    void stoppingEndsTheIterationAndClosingIsForGood() throws Exception {
        assertThat(Example.of("000-cooperating-coroutines/StoppingTheLoop.java").run().lines()).isEqualTo("""
                first, running: true
                stopped, running: false, closed: false
                second
                closed: true
                Event loop is closed""");
    }
}
