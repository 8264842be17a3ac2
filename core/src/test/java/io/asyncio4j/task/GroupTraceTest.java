package io.asyncio4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.asyncio4j.Asyncio;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// How a group is printed.
class GroupTraceTest {

    private static final StackTraceElement MAIN = frame("app.Main", "main", 3);

    @Test
    void membersStandInNumberedBoxesAndTheirCausesWithThem() {
        Exception cause = at(new NumberFormatException("x1"), frame("app.Fetch", "parse", 8),
                frame("app.Fetch", "fetch", 10));
        Exception fetch = at(new IllegalStateException("cannot fetch", cause), frame("app.Fetch", "fetch", 10));
        Exception inner = at(new ExceptionGroup("inner", List.of(at(new IOException("disk 1")),
                at(new IOException("disk 2")))), frame("app.Disks", "write", 4));
        assertThat(print(at(new ExceptionGroup("outer", List.of(fetch, inner)), MAIN))).isEqualTo("""
                io.asyncio4j.task.ExceptionGroup: outer (2 sub-exceptions)
                \tat app.Main.main(Main.java:3)
                  +---------------- 1 ----------------
                  | java.lang.IllegalStateException: cannot fetch
                  |     at app.Fetch.fetch(Fetch.java:10)
                  | Caused by: java.lang.NumberFormatException: x1
                  |     at app.Fetch.parse(Fetch.java:8)
                  |     ... 1 more
                  +---------------- 2 ----------------
                  | io.asyncio4j.task.ExceptionGroup: inner (2 sub-exceptions)
                  |     at app.Disks.write(Disks.java:4)
                  +-+---------------- 1 ----------------
                    | java.io.IOException: disk 1
                    +---------------- 2 ----------------
                    | java.io.IOException: disk 2
                    +------------------------------------
                """);
    }

    @Test
    void aBoxAfterNestedOnesIsEndedToo() {
        Exception inner = at(new ExceptionGroup("inner", List.of(at(new IOException("deep")))));
        assertThat(print(at(new BaseExceptionGroup("outer", List.of(inner, at(new IOException("last")))))))
                .isEqualTo("""
                        io.asyncio4j.task.BaseExceptionGroup: outer (2 sub-exceptions)
                          +---------------- 1 ----------------
                          | io.asyncio4j.task.ExceptionGroup: inner (1 sub-exception)
                          +-+---------------- 1 ----------------
                            | java.io.IOException: deep
                            +------------------------------------
                          +---------------- 2 ----------------
                          | java.io.IOException: last
                          +------------------------------------
                        """);
    }

    @Test
    void ofTheLibrarysFramesTheProgramsCallIsShownAndOfAMemberNothingBelowTheLoop() {
        StackTraceElement[] frames = {frame("io.asyncio4j.queue.Queue", "take", 9),
                frame("io.asyncio4j.queue.Queue", "get", 8), frame("app.Worker", "work", 5),
                frame("io.asyncio4j.coroutine.Coroutine", "run", 7), frame("io.asyncio4j.loop.EventLoop", "turn", 6),
                frame("io.asyncio4j.Asyncio", "run", 2), MAIN};
        assertThat(print(at(new ExceptionGroup("m", List.of(at(new IOException("io"), frames))), frames))).isEqualTo("""
                io.asyncio4j.task.ExceptionGroup: m (1 sub-exception)
                \tat io.asyncio4j.queue.Queue.get(Queue.java:8)
                \tat app.Worker.work(Worker.java:5)
                \tat io.asyncio4j.Asyncio.run(Asyncio.java:2)
                \tat app.Main.main(Main.java:3)
                  +---------------- 1 ----------------
                  | java.io.IOException: io
                  |     at io.asyncio4j.queue.Queue.get(Queue.java:8)
                  |     at app.Worker.work(Worker.java:5)
                  +------------------------------------
                """);
    }

    @Test
    void anExceptionOfTheLibraryAloneKeepsWhereItWasThrown() {
        Exception alone = at(new IOException("io"), frame("io.asyncio4j.task.Timeout", "end", 1),
                frame("io.asyncio4j.loop.EventLoop", "turn", 6), MAIN);
        assertThat(print(at(new ExceptionGroup("m", List.of(alone))))).contains("""
                  | java.io.IOException: io
                  |     at io.asyncio4j.task.Timeout.end(Timeout.java:1)
                  +---
                """.stripTrailing());
    }

    @Test
    void everyLineOfAMessageStaysInItsBox() {
        assertThat(print(at(new ExceptionGroup("m", List.of(at(new IOException("one\ntwo"))))))).contains("""
                  | java.io.IOException: one
                  | two
                """);
    }

    @Test
    void whatIsSuppressedIsShownAndAnExceptionThatLeadsToItselfOnlyOnce() {
        Exception member = at(new IOException("member"));
        Exception closing = at(new IOException("closing"));
        ExceptionGroup group = at(new ExceptionGroup("m", List.of(member)));
        group.addSuppressed(closing);
        closing.initCause(group);
        assertThat(print(group)).isEqualTo("""
                io.asyncio4j.task.ExceptionGroup: m (1 sub-exception)
                Suppressed: java.io.IOException: closing
                Caused by: [CIRCULAR REFERENCE: io.asyncio4j.task.ExceptionGroup: m (1 sub-exception)]
                  +---------------- 1 ----------------
                  | java.io.IOException: member
                  +------------------------------------
                """);
    }

    @Test
    void ofManyMembersFifteenAreShownAndTheOthersCounted() {
        List<IOException> many = IntStream.range(0, 17).mapToObj(i -> at(new IOException("m" + i))).toList();
        assertThat(print(at(new ExceptionGroup("m", many)))).contains("- 15 -", "m14").doesNotContain("m15")
                .endsWith("""
                          +---------------- ... ----------------
                          | and 2 more exceptions
                          +------------------------------------
                        """);
        assertThat(print(at(new ExceptionGroup("m", many.subList(0, 16))))).contains("and 1 more exception\n");
        assertThat(print(at(new ExceptionGroup("m", many.subList(0, 15))))).doesNotContain("more exception");
    }

    @Test
    void groupsInGroupsAreShownToADepthOfTen() {
        Exception group = at(new IOException("bottom"));
        for (int i = 0; i < 10; i++) {
            group = at(new ExceptionGroup("g" + i, List.of(group)));
        }
        assertThat(print(group)).contains("bottom");
        assertThat(print(at(new ExceptionGroup("top", List.of(group))))).contains("g0", "... (groups within 10 others")
                .doesNotContain("bottom");
    }

    @Test
    void aTaskGroupsFailureNamesTheLinesOfTheProgramAndNotTheEngine() {
        ExceptionGroup failure = (ExceptionGroup) catchThrowable(
                () -> Asyncio.run(() -> Asyncio.asyncWith(new TaskGroup(), group -> {
                    group.createTask(() -> {
                        Asyncio.await(Asyncio.sleep(0));
                        throw new IOException("disk");
                    });
                })));
        assertThat(print(failure)).contains("GroupTraceTest.").doesNotContain("jdk.internal.vm", "EventLoop",
                "VirtualThread", "Strand", "Coroutine.run");
    }

    private static String print(Throwable group) {
        StringWriter written = new StringWriter();
        group.printStackTrace(new PrintWriter(written, true));
        ByteArrayOutputStream streamed = new ByteArrayOutputStream();
        group.printStackTrace(new PrintStream(streamed, true, StandardCharsets.UTF_8));
        assertThat(streamed.toString(StandardCharsets.UTF_8)).isEqualTo(written.toString());
        return written.toString().replace(System.lineSeparator(), "\n");
    }

    private static <T extends Throwable> T at(T exception, StackTraceElement... frames) {
        exception.setStackTrace(frames);
        return exception;
    }

    private static StackTraceElement frame(String type, String method, int line) {
        return new StackTraceElement(type, method, type.substring(type.lastIndexOf('.') + 1) + ".java", line);
    }
}
