package io.asyncio4j.conformance;

import static io.asyncio4j.conformance.Programs.outcome;
import static io.asyncio4j.conformance.Programs.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Section 4 of the format, where recorded programs may not reach. */
class StatementsTest {
    @Test
    void returnInFinallyReplacesAnException() throws Exception {
        assertThat(outcome("""
                {'op': 'try', 'body': [{'op': 'raise', 'expr': ['exc', 'AppError']}],
                 'finally': [{'op': 'return', 'expr': 2}]}
                """)).isEqualTo("{'return':2}");
    }

    @Test
    void returnInFinallyReplacesAReturn() throws Exception {
        assertThat(outcome("""
                {'op': 'try', 'body': [{'op': 'return', 'expr': 1}], 'finally': [{'op': 'return', 'expr': 2}]}
                """)).isEqualTo("{'return':2}");
    }

    @Test
    void finallyThatEndsNormallyKeepsTheReturn() throws Exception {
        assertThat(outcome("""
                {'op': 'try', 'body': [{'op': 'return', 'expr': 1}],
                 'finally': [{'op': 'repeat', 'times': 2, 'body': [{'op': 'break'}]}]}
                """)).isEqualTo("{'return':1}");
    }

    @Test
    void breakInFinallySwallowsAnException() throws Exception {
        assertThat(
                outcome("""
                        {'op': 'repeat', 'times': 1, 'body': [
                          {'op': 'try', 'body': [{'op': 'raise', 'expr': ['exc', 'AppError']}], 'finally': [{'op': 'break'}]}]},
                        {'op': 'return', 'expr': 3}
                        """))
                .isEqualTo("{'return':3}");
    }

    @Test
    void elseIsNotProtectedByTheClauses() throws Exception {
        assertThat(outcome("""
                {'op': 'try', 'body': [], 'except': [{'kinds': ['AppError'], 'body': []}],
                 'else': [{'op': 'raise', 'expr': ['exc', 'AppError', 'm']}]}
                """)).isEqualTo("{'raise':{'exc':['AppError','m']}}");
    }

    @Test
    void reraiseMeansTheInnermostClauseAround() throws Exception {
        assertThat(outcome("""
                {'op': 'try', 'body': [{'op': 'raise', 'expr': ['exc', 'AppError', 'outer']}],
                 'except': [{'kinds': ['AppError'], 'body': [
                   {'op': 'try', 'body': [{'op': 'raise', 'expr': ['exc', 'KeyError', 'inner']}],
                    'except': [{'kinds': ['LookupError'], 'body': [{'op': 'pass'}]}]},
                   {'op': 'reraise'}]}]}
                """)).isEqualTo("{'raise':{'exc':['AppError','outer']}}");
    }

    @Test
    void firstClauseThatFitsIsTheOne() throws Exception {
        assertThat(outcome("""
                {'op': 'try', 'body': [{'op': 'raise', 'expr': ['exc', 'KeyError']}],
                 'except': [{'kinds': ['RuntimeError', 'ValueError'], 'body': [{'op': 'return', 'expr': 1}]},
                            {'kinds': ['LookupError'], 'body': [{'op': 'return', 'expr': 2}]},
                            {'kinds': ['KeyError'], 'body': [{'op': 'return', 'expr': 3}]}]}
                """)).isEqualTo("{'return':2}");
    }

    @Test
    void continueGoesOnWithTheNextRound() throws Exception {
        assertThat(run("""
                {'op': 'repeat', 'times': 3, 'var': 'i', 'body': [
                  {'op': 'if', 'cond': ['eq', '$i', 1], 'then': [{'op': 'continue'}]},
                  {'op': 'log', 'at': 1, 'values': ['$i']}]}
                """)).startsWith("[0,\"main\",\"log\",1,[0]]", "[0,\"main\",\"log\",1,[2]]");
    }

    @Test
    void letLogsNothingEvenWhenItRaises() throws Exception {
        assertThat(run("{'op': 'let', 'to': 'x', 'expr': ['len', 1]}")).hasSize(1);
    }

    @Test
    void raiseOfSomethingElseIsABadOperand() throws Exception {
        assertThat(outcome("{'op': 'raise', 'expr': 1}")).isEqualTo("{'raise':{'exc':['BadOperand',null]}}");
    }

    @Test
    void forTakesNothingButListsAndAsCompleted() throws Exception {
        assertThat(outcome("{'op': 'for', 'var': 'x', 'in': 'text', 'body': []}"))
                .isEqualTo("{'raise':{'exc':['BadOperand',null]}}");
    }

    @Test
    void asyncForLogsThatTheGeneratorIsExhaustedAndNothingWhenLeftByBreak() throws Exception {
        assertThat(run("""
                {'op': 'async_for', 'at': 1, 'var': 'x', 'in': ['call', 'ag'], 'body': []},
                {'op': 'async_for', 'at': 2, 'var': 'x', 'in': ['call', 'ag'], 'body': [{'op': 'break'}]}
                """, """
                , 'ag': {'kind': 'asyncgen', 'params': [], 'body': [
                    {'op': 'try', 'body': [{'op': 'yield', 'at': 3, 'expr': 5}], 'finally': []}]}
                """)).filteredOn(event -> !event.contains(",3,")).containsExactly(
                "[0,\"main\",\"ret\",1,null]",
                "[0,null,\"outcome\",null,{\"return\":null}]");
    }

    @Test
    void asyncWithLeftByReturnLogsNoExit() throws Exception {
        assertThat(run("""
                {'op': 'async_with', 'at': 1, 'cm': ['Lock'], 'body': [{'op': 'return', 'expr': 7}]}
                """)).containsExactly("[0,\"main\",\"enter\",1,null]",
                "[0,null,\"outcome\",null,{\"return\":7}]");
    }

    @Test
    void asyncWithThatSwallowsCompletesNormally() throws Exception {
        assertThat(run("""
                {'op': 'async_with', 'at': 1, 'cm': ['acm', 'enter', 'exit', 4], 'var': 'v', 'body': [
                  {'op': 'raise', 'expr': ['exc', 'AppError']}]}
                """,
                """
                        , 'enter': {'kind': 'coroutine', 'params': ['a'], 'body': [{'op': 'return', 'expr': '$a'}]}
                        , 'exit': {'kind': 'coroutine', 'params': ['e', 'a'], 'body': [{'op': 'return', 'expr': ['kind', '$e']}]}
                        """))
                .startsWith("[0,\"main\",\"enter\",1,4]", "[0,\"main\",\"exit\",1,null]");
    }

    @Test
    void malformedProgramsAreRefused() {
        assertThatThrownBy(() -> run("{'op': 'reraise'}")).isInstanceOf(BadProgram.class)
                .hasMessageContaining("outside an except clause");
        assertThatThrownBy(() -> run("{'op': 'leap'}")).hasMessageContaining("unknown statement 'leap'");
        assertThatThrownBy(() -> run("{'op': 'let', 'to': 'x'}")).hasMessageContaining("'expr'");
        assertThatThrownBy(() -> run("{'op': 'return', 'expr': ['fly']}")).hasMessageContaining("'fly'");
        assertThatThrownBy(() -> run("{'op': 'return', 'expr': ['call', 'nobody']}"))
                .hasMessageContaining("nobody");
        assertThatThrownBy(() -> run("{'op': 'return', 'expr': ['exc', 'Oops']}"))
                .hasMessageContaining("Oops");
        assertThatThrownBy(() -> run("{'op': 'return', 'expr': ['add', 1]}"))
                .hasMessageContaining("wrong number of operands");
    }
}
