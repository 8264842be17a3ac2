package io.asyncio4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Article 002: the event loop and its policy.
class EventLoopTest {
    @Test
    @Shows("002-event-loop/CurrentLoop.java")
    void outsideACoroutineThereIsACurrentLoopButNoneThatRuns() throws Exception {
        assertThat(Example.of("002-event-loop/CurrentLoop.java").run().lines()).isEqualTo("""
                the same one each time: true
                没有事件循环在运行""");
    }

    @Test
    @Shows("002-event-loop/NoLoopInThread.java")
    void anotherThreadGetsNoLoopForTheAsking() throws Exception {
        Shown shown = Example.of("002-event-loop/NoLoopInThread.java").run();
        assertThat(shown.err()).startsWith("Exception in thread \"Thread-1\" java.lang.IllegalStateException: "
                + "There is no current event loop in thread 'Thread-1'");
        assertThat(shown.loops()).isEmpty();
    }

    @Test
    @Shows("002-event-loop/LoopPerThread.java")
    void everyThreadHasALoopOfItsOwnUnderOnePolicy() throws Exception {
        Shown shown = Example.of("002-event-loop/LoopPerThread.java").run();
        assertThat(shown.lines()).isEqualTo("1 policy, 3 loops");
        assertThat(shown.loops()).hasSize(3).allMatch(loop -> loop.isClosed());
    }

    @Test
    @Shows("002-event-loop/LoopThatWasSet.java")
    void theLoopThatWasSetIsTheCurrentOne() throws Exception {
        assertThat(Example.of("002-event-loop/LoopThatWasSet.java").run().lines()).isEqualTo(Article.inJava("True"));
    }

    @Test
    @Shows("002-event-loop/RunALoop.java")
    void aLoopRunsByHandAndIsClosed() throws Exception {
        assertThat(Example.of("002-event-loop/RunALoop.java").run().lines()).isEqualTo("closed: true");
    }

    @Test
    @Shows("002-event-loop/RunAlone.java")
    void runMakesALoopAndClosesIt() throws Exception {
        Shown shown = Example.of("002-event-loop/RunAlone.java").run();
        assertThat(shown.out()).isEmpty();
        assertThat(shown.loops()).singleElement().matches(loop -> loop.isClosed());
    }

    @Test
    @Shows("002-event-loop/GetLoopAfterRun.java")
    void afterRunTheMainThreadHasNoLoopEither() throws Exception {
        Shown shown = Example.of("002-event-loop/GetLoopAfterRun.java").runToTheEnd();
        assertThat(shown.failure()).isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("There is no current event loop in thread 'main'");
        assertThat(shown.out()).isEmpty();
        assertThat(shown.loops()).hasSize(2).allMatch(loop -> loop.isClosed());
    }

    @Test
    @Shows({"002-event-loop/RunByHand.java", "002-event-loop/NewLoopByHand.java"})
    void oneLoopServesTheProgramAndTheCleaningUp() throws Exception {
        for (String program : new String[]{"RunByHand", "NewLoopByHand"}) {
            Shown shown = Example.of("002-event-loop/" + program + ".java").run();
            assertThat(shown.lines()).isEqualTo("in coroutine");
            assertThat(shown.loops()).singleElement().matches(loop -> loop.isClosed());
        }
    }

    @Test
    @Shows("002-event-loop/CallSoonLaterAt.java")
    void callbacksRunInTheOrderOfTheirTimes() throws Exception {
        Shown shown = Example.of("002-event-loop/CallSoonLaterAt.java").ctrlCAfter(5).run();
        assertThat(shown.lines()).isEqualTo("""
                我是 call_soon
                我是 call_soon，但线程安全
                我是 call_later
                我是 call_at""");
        assertThat(shown.loops()).singleElement().matches(loop -> loop.isClosed());
        assertThat(shown.seconds()).isEqualTo(5);
    }

    @Test
    @Shows("002-event-loop/CallSoonInContext.java")
    void aCallbackRunsInTheContextItWasGiven() throws Exception {
        assertThat(Example.of("002-event-loop/CallSoonInContext.java").run().lines()).isEqualTo("""
                我是 call_soon
                in ctx: somebody, outside: nobody""");
    }

    @Test
    @Shows("002-event-loop/ConcurrentWork.java")
    void workIsDoneInTheOrderOfItsTimesAndThenOfItsBeginning() throws Exception {
        Shown shown = Example.of("002-event-loop/ConcurrentWork.java").arguments(120209).run();
        assertThat(shown.lines()).isEqualTo("""
                Concurrent work 0
                Concurrent work 1
                Concurrent work 6
                Concurrent work 2
                Concurrent work 4
                Concurrent work 9
                Concurrent work 5
                Concurrent work 3
                Concurrent work 7
                Concurrent work 8""");
        assertThat(shown.seconds()).isEqualTo(4);
    }

    @Test
    @Shows("002-event-loop/ChildWatcherOfALoop.java")
    void aLoopMadeByHandIsAttachedToTheWatcherOfChildren() throws Exception {
        assertThat(Example.of("002-event-loop/ChildWatcherOfALoop.java").inRealTime().run().lines()).isEqualTo("""
                true
                true
                the child ended with 3""");
    }
}
