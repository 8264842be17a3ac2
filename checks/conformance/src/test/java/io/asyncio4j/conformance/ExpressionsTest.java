package io.asyncio4j.conformance;

import static io.asyncio4j.conformance.Programs.outcome;
import static io.asyncio4j.conformance.Programs.run;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sections 2, 3 and 7 of the format, where recorded programs may not reach. */
class ExpressionsTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {"null; false", "false; false", "0; false",
            "''; false", "['list']; false",
            "true; true", "-1; true", "'0'; true", "['list', null]; true", "['Event']; true"})
    void truthIsPythons(String value, String expected) throws Exception {
        assertThat(outcome("{'op': 'return', 'expr': ['not', ['not', " + value + "]]}"))
                .isEqualTo("{'return':" + expected + "}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {"1; 1; true", "1; true; false",
            "0; false; false", "'a'; 'a'; true",
            "null; null; true", "null; false; false", "['list', 1, ['list']]; ['list', 1, ['list']]; true",
            "['list', 1]; ['list', true]; false", "['list', 1]; ['list', 1, 2]; false",
            "['Event']; ['Event']; false"})
    void equalityIsByTypeAndValueAndElseByIdentity(String a, String b, String expected) throws Exception {
        assertThat(outcome("{'op': 'return', 'expr': ['eq', " + a + ", " + b + "]}"))
                .isEqualTo("{'return':" + expected + "}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {"['add', 1, true]", "['lt', 'a', 'b']",
            "['len', 'text']",
            "['index', ['list', 1], null]", "['exc', 'AppError', 5]", "['cause', 1]",
            "['exceptions', ['exc', 'AppError']]",
            "['sleep', null]", "['sleep', 'soon']", "['busy', -1]", "['create_task', ['Event']]",
            "['create_task', ['anext', ['call', 'ag']]]", "['wait', ['list', 1]]", "['gather', ['list', null]]",
            "['Condition', ['Event']]", "['Lock.acquire', ['Event']]", "['Queue.put', ['PriorityQueue', 0], 'x']",
            "['Context.get', 1, 'v']", "['aclosing', 1]", "['timeout', 'x']", "['Handle.cancel', 1]"})
    void operandsOfTheWrongTypeAreBadOperands(String expression) throws Exception {
        assertThat(outcome(run("{'op': 'return', 'expr': " + expression + "}",
                ", 'ag': {'kind': 'asyncgen', 'params': [], 'body': []}")))
                .isEqualTo("{'raise':{'exc':['BadOperand',null]}}");
    }

    @Test
    void variablesAreNullUntilAssignedAndMissingArgumentsAreNull() throws Exception {
        assertThat(outcome(run("{'op': 'return', 'expr': ['list', '$x', '$Global', ['call', 'f', 1]]}", """
                , 'f': {'kind': 'function', 'params': ['a', 'b'], 'body': [
                    {'op': 'return', 'expr': ['list', '$a', '$b']}]}
                """))).isEqualTo("{'return':[null,null,[1,null]]}");
    }

    @Test
    void indexesOutsideTheListGiveNull() throws Exception {
        assertThat(outcome(
                "{'op': 'return', 'expr': ['list', ['index', ['list', 1], 1], ['index', ['list', 1], -1]]}"))
                .isEqualTo("{'return':[null,null]}");
    }

    @Test
    void labelsOfNamelessTasksAreNumberedInTheOrderOfAsking() throws Exception {
        assertThat(outcome(run("""
                {'op': 'let', 'to': 'a', 'expr': ['create_task', ['call', 'w']]},
                {'op': 'let', 'to': 'b', 'expr': ['create_task', ['call', 'w'], null]},
                {'op': 'let', 'to': 'c', 'expr': ['create_task', ['call', 'w'], 'named']},
                {'op': 'return', 'expr': ['list', ['Task.get_name', '$b'], '$a', '$c', ['all_tasks']]}
                """, ", 'w': {'kind': 'coroutine', 'params': [], 'body': []}"))).isEqualTo(
                "{'return':['#1',{'task':'#2'},{'task':'named'},['#1','#2','main','named']]}");
    }

    @Test
    void objectsAreWrittenByType() throws Exception {
        assertThat(outcome(
                run("""
                        {'op': 'return', 'expr': ['list', ['call', 'w'], ['call', 'ag'], ['suspend', 1], ['anext', ['call', 'ag']],
                          ['BoundedSemaphore', 1], ['LifoQueue', 1], ['PriorityQueue', 0], ['Queue', 0], ['timeout', 1],
                          ['copy_context'], ['aclosing', ['call', 'ag']], ['acm', 'w', 'w'], ['starter', 'w'],
                          ['ContextVar.set', 'v', 1], ['as_completed', ['list']], ['loop.create_future', 'F'], ['shield', ['call', 'w']],
                          ['ConcurrentFuture'], ['Barrier', 1], ['loop.call_later', 1, 'f'], ['loop.call_soon', 'f']]}
                        """,
                        """
                                , 'w': {'kind': 'coroutine', 'params': [], 'body': []}
                                , 'f': {'kind': 'function', 'params': [], 'body': []}
                                , 'ag': {'kind': 'asyncgen', 'params': [], 'body': []}
                                """)))
                .isEqualTo(
                        "{'return':[{'object':'coroutine'},{'object':'async_generator'},{'object':'awaitable'},"
                                + "{'object':'awaitable'},{'object':'BoundedSemaphore'},{'object':'LifoQueue'},"
                                + "{'object':'PriorityQueue'},{'object':'Queue'},{'object':'Timeout'},{'object':'Context'},"
                                + "{'object':'aclosing'},{'object':'acm'},{'object':'starter'},{'object':'Token'},"
                                + "{'object':'as_completed'},{'future':'F'},{'future':null},{'object':'ConcurrentFuture'},"
                                + "{'object':'Barrier'},{'object':'TimerHandle'},{'object':'Handle'}]}");
    }

    @Test
    void maxsizeOfAQueueWithoutLimitIsWhatTheProgramSaid() throws Exception {
        assertThat(
                outcome("""
                        {'op': 'return', 'expr': ['list', ['Queue.maxsize', ['Queue', 0]], ['Queue.maxsize', ['LifoQueue', -2]],
                          ['Queue.maxsize', ['PriorityQueue', 3]]]}
                        """))
                .isEqualTo("{'return':[0,-2,3]}");
    }
}
