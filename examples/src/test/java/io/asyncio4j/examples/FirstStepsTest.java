package io.asyncio4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Article 001: first steps.
class FirstStepsTest {
    @Test
    @Shows("001-first-steps/HelloWorld.java")
    void aSecondPassesBetweenTwoLines() throws Exception {
        Shown shown = Example.of("001-first-steps/HelloWorld.java").run();
        assertThat(shown.lines()).isEqualTo("hello\nworld");
        assertThat(shown.seconds()).isEqualTo(1);
    }

    @Test
    @Shows("001-first-steps/OneAfterTheOther.java")
    void awaitedCoroutinesTakeTheSumOfTheirTimes() throws Exception {
        Shown shown = Example.of("001-first-steps/OneAfterTheOther.java").run();
        assertThat(shown.lines()).isEqualTo(Article.timeless("""
                started at 10:42:19
                hello
                world
                finished at 10:42:22"""));
        assertThat(shown.seconds()).isEqualTo(3);
    }

    @Test
    @Shows("001-first-steps/TwoTasks.java")
    void tasksTakeTheLongestOfTheirTimes() throws Exception {
        Shown shown = Example.of("001-first-steps/TwoTasks.java").run();
        assertThat(shown.lines()).isEqualTo(Article.timeless("""
                started at 12:36:35
                hello
                world
                finished at 12:36:37"""));
        assertThat(shown.seconds()).isEqualTo(2);
    }

    @Test
    @Shows("001-first-steps/TaskResults.java")
    void awaitingATaskGivesItsResult() throws Exception {
        Shown shown = Example.of("001-first-steps/TaskResults.java").run();
        assertThat(shown.lines()).isEqualTo(Article.timeless("""
                started at 12:49:25
                hello - 1
                world - 2
                finished at 12:49:27"""));
        assertThat(shown.seconds()).isEqualTo(2);
    }

    @Test
    @Shows({"001-first-steps/GatherTasks.java", "001-first-steps/GatherCoroutines.java"})
    void gatherGivesAListOfResults() throws Exception {
        String article = Article.inJava("""
                started at 12:57:20
                ['hello - 1', 'world - 2']
                finished at 12:57:22
                """);
        for (String program : new String[]{"GatherTasks", "GatherCoroutines"}) {
            Shown shown = Example.of("001-first-steps/" + program + ".java").run();
            assertThat(shown.lines()).isEqualTo(article);
            assertThat(shown.seconds()).isEqualTo(2);
        }
    }

    @Test
    @Shows("001-first-steps/GatherGathers.java")
    void gathersCanBeGathered() throws Exception {
        Shown shown = Example.of("001-first-steps/GatherGathers.java").run();
        assertThat(shown.lines())
                .isEqualTo(Article.inJava("[['hello - 1', 'world - 2'], ['good - 1', 'bye - 1']]"));
        assertThat(shown.seconds()).isEqualTo(2);
    }

    @Test
    @Shows("001-first-steps/NeverAwaited.java")
    void aCoroutineThatIsNotAwaitedRunsNoLine() throws Exception {
        Shown shown = Example.of("001-first-steps/NeverAwaited.java").run();
        assertThat(shown.out()).isEmpty();
        assertThat(shown.err()).isEmpty();
    }

    @Test
    void inDebugModeItIsReportedWhenTheProgramEnds() throws Exception {
        Process java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dasyncio4j.debug=true", "-Dasyncio4j.engine=thread", "-cp", System.getProperty("java.class.path"),
                Programs.ROOT.resolve("001-first-steps/NeverAwaited.java").toString()).redirectErrorStream(true)
                .start();
        java.getOutputStream().close();
        String printed = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(printed).startsWith("coroutine made in hello was never awaited; await it, or give it to createTask")
                .contains("NeverAwaited.hello(NeverAwaited.java:");
        assertThat(java.waitFor()).isZero();
    }
}
