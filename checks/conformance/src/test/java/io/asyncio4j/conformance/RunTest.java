package io.asyncio4j.conformance;

import static io.asyncio4j.conformance.Programs.run;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Sections 8 and 9 of the format. */
class RunTest {
    private static final String SPIN = """
            , 'spin': {'kind': 'coroutine', 'params': [], 'body': [
                {'op': 'repeat', 'times': 1000000, 'body': [{'op': 'pass'}]}]}
            """;

    @Test
    void idleLoopGoesToTheNextDeadline() throws Exception {
        assertThat(run("{'op': 'await', 'at': 1, 'expr': ['sleep', 5, 'x']}"))
                .containsExactly("[5,\"main\",\"ret\",1,\"x\"]",
                        "[5,null,\"outcome\",null,{\"return\":null}]");
    }

    @Test
    void deadlockCancelsTheMainTask() throws Exception {
        assertThat(run("{'op': 'await', 'at': 1, 'expr': ['loop.create_future', 'F']}")).containsExactly(
                "[0,null,\"deadlock\",null,null]",
                "[0,\"main\",\"exc\",1,{\"exc\":[\"CancelledError\",\"deadlock\"]}]",
                "[0,null,\"outcome\",null,{\"raise\":{\"exc\":[\"CancelledError\",\"deadlock\"]}}]");
    }

    @Test
    void timersPassedWhileBusyFallDueTogetherInTheOrderOfTheirDeadlines() throws Exception {
        assertThat(run("""
                {'op': 'let', 'to': 'h', 'expr': ['loop.call_later', 4, 'f', 'second']},
                {'op': 'let', 'to': 'h', 'expr': ['loop.call_at', 3, 'f', 'first']},
                {'op': 'let', 'to': 'h', 'expr': ['busy', 9]},
                {'op': 'await', 'at': 1, 'expr': ['sleep', 0]}
                """,
                ", 'f': {'kind': 'function', 'params': ['x'], 'body': [{'op': 'log', 'at': 2, 'values': ['$x']}]}"))
                .contains("[9,null,\"log\",2,[\"first\"]]", "[9,null,\"log\",2,[\"second\"]]")
                .noneMatch(event -> event.startsWith("[4,"));
    }

    @Test
    void tasksLeftAreCancelledAndTheirFailuresGoToTheHandler() throws Exception {
        assertThat(run("""
                {'op': 'let', 'to': 't', 'expr': ['create_task', ['call', 'w'], 'left']},
                {'op': 'await', 'at': 1, 'expr': ['sleep', 0]}
                """, """
                , 'w': {'kind': 'coroutine', 'params': [], 'body': [{'op': 'try',
                    'body': [{'op': 'await', 'at': 2, 'expr': ['sleep', 9]}],
                    'finally': [{'op': 'raise', 'expr': ['exc', 'KeyError', 'm']}]}]}
                """))
                .contains("[0,null,\"handler\",null,[{\"task\":\"left\"},{\"exc\":[\"KeyError\",\"m\"]}]]");
    }

    @Test
    void failureNobodyAskedForIsNotInTheTrace() throws Exception {
        assertThat(run("""
                {'op': 'let', 'to': 't', 'expr': ['create_task', ['call', 'w']]},
                {'op': 'await', 'at': 1, 'expr': ['sleep', 0]}
                """,
                ", 'w': {'kind': 'coroutine', 'params': [], 'body': [{'op': 'raise', 'expr': ['exc', 'AppError']}]}"))
                .containsExactly("[0,\"main\",\"ret\",1,null]",
                        "[0,null,\"outcome\",null,{\"return\":null}]");
    }

    @Test
    void endlessProgramIsAborted() throws Exception {
        assertThat(run("{'op': 'await', 'at': 1, 'expr': ['call', 'spin']}", SPIN)).last()
                .isEqualTo("[0,null,\"aborted\",null,\"steps\"]");
    }

    @Test
    void abortPassesThroughEveryHandler() throws Exception {
        assertThat(run("""
                {'op': 'try', 'body': [{'op': 'await', 'at': 1, 'expr': ['call', 'spin']}],
                 'except': [{'kinds': ['BaseException'], 'body': [{'op': 'log', 'at': 2, 'values': []}]}],
                 'finally': [{'op': 'log', 'at': 3, 'values': []}]}
                """, SPIN)).hasSize(1);
    }
}
