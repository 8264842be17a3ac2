package io.asyncio4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Article 004: an overview.
class OverviewTest {
    @ParameterizedTest
    @CsvSource({"Say, 3", "SayOnLoop, 3", "SayTasks, 2"})
    @Shows({"004-overview/Say.java", "004-overview/SayOnLoop.java", "004-overview/SayTasks.java"})
    void coroutinesTakeThreeSecondsAndTasksTwo(String program, double seconds) throws Exception {
        Shown shown = Example.of("004-overview/" + program + ".java").run();
        assertThat(shown.lines()).isEqualTo("hello\nworld");
        assertThat(shown.seconds()).isEqualTo(seconds);
        assertThat(shown.loops()).singleElement().matches(loop -> loop.isClosed());
    }

    @ParameterizedTest
    @CsvSource({"CountAsCompleted, 3", "CountWait, 2"})
    @Shows({"004-overview/CountAsCompleted.java", "004-overview/CountWait.java"})
    void resultsOfOneTimeComeInTheOrderInWhichTheyWereAskedFor(String program, double seconds) throws Exception {
        Shown shown = Example.of("004-overview/" + program + ".java").run();
        assertThat(shown.lines()).isEqualTo("0\n1\n2\n3\n4\n5\n6\n7\n8\n9");
        assertThat(shown.seconds()).isEqualTo(seconds);
    }

    @Test
    @Shows("004-overview/WaitReturnWhen.java")
    void waitReturnsWhenItIsTold() throws Exception {
        assertThat(Example.of("004-overview/WaitReturnWhen.java").run().lines().split("\n")).containsExactlyInAnyOrder(
                "FIRST_COMPLETED: 1 done, 2 pending",
                "FIRST_EXCEPTION: 2 done, 1 pending",
                "ALL_COMPLETED: 3 done, 0 pending");
    }

    @Test
    @Shows("004-overview/TimeoutsAndCancelling.java")
    void waitForCancelsAndWaitDoesNot() throws Exception {
        assertThat(Example.of("004-overview/TimeoutsAndCancelling.java").run().lines()).isEqualTo("""
                waitFor timed out, cancelled: true
                wait returned, pending: 1, cancelled: false
                second""");
    }

    @Test
    @Shows("004-overview/TwoManagers.java")
    void managersAreLeftInReverseOrder() throws Exception {
        Shown shown = Example.of("004-overview/TwoManagers.java").run();
        assertThat(shown.lines()).isEqualTo("""
                enter a
                enter b
                body with a and b
                exit b
                exit a
                enter c
                enter d
                enter e
                body with [c, d, e]
                exit e
                exit d
                exit c""");
        assertThat(shown.seconds()).isEqualTo(10);
    }

    @Test
    @Shows("004-overview/TaskMethods.java")
    void aTaskAnswers() throws Exception {
        assertThat(Example.of("004-overview/TaskMethods.java").run().lines()).isEqualTo("""
                of this coroutine: true
                done: true
                result
                cancel: true
                cancelled: enough
                cancel again: false""");
    }

    @Test
    @Shows("004-overview/CancelAllTasks.java")
    void cancellingAllTasksCancelsTheMainOneToo() throws Exception {
        assertThat(Example.of("004-overview/CancelAllTasks.java").run().lines()).isEqualTo(Article.inJava("""
                tasks made: 3, tasks there are: 4
                True
                True
                True
                True
                main was cancelled
                """));
    }

    @Test
    @Shows("004-overview/LoopInAnotherThread.java")
    void aLoopInAnotherThreadTakesWorkFromTheMainOne() throws Exception {
        assertThat(Example.of("004-overview/LoopInAnotherThread.java").inRealTime().run().lines()).isEqualTo("""
                hello one
                hello two
                running there: true, here: false
                loop closed: true""");
    }

    @Test
    @Shows("004-overview/ReadLines.java")
    void aFileIsReadLineByLine(@TempDir Path scratch) throws Exception {
        Path file = Files.write(scratch.resolve("text"), new byte[]{'z', 'w', (byte) 0xF6, '\n', 'e', 'n', 'd', '\n'});
        assertThat(Example.of("004-overview/ReadLines.java").arguments(file, "ISO-8859-1").run().lines())
                .isEqualTo("zwö\nend");
        assertThat(Example.of("004-overview/ReadLines.java").arguments(file).runToTheEnd().failure())
                .hasMessageContaining("bytes that are not UTF-8: " + file + ", byte 2 (F6)");
    }
}
