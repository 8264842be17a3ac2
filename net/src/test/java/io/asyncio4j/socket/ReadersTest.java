package io.asyncio4j.socket;

import static io.asyncio4j.net.Net.bytes;
import static io.asyncio4j.net.Net.theReport;
import static io.asyncio4j.net.Net.tick;
import static io.asyncio4j.net.Net.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.asyncio4j.context.ContextVar;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.net.Io;
import io.asyncio4j.net.OnEveryIo;
import io.asyncio4j.net.Warnings;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@OnEveryIo
class ReadersTest {
    private final Io io;

    ReadersTest(Io io) {
        this.io = io;
    }

    private static Pipe pipe() throws IOException {
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        pipe.sink().configureBlocking(false);
        return pipe;
    }

    private static void close(Pipe pipe) throws IOException {
        pipe.source().close();
        pipe.sink().close();
    }

    private static String read(Pipe pipe, int count) {
        try {
            ByteBuffer data = ByteBuffer.allocate(count);
            pipe.source().read(data);
            return new String(data.array(), 0, data.position());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    @CPythonTest({"test_events.EventLoopTestsMixin.test_reader_callback",
            "test_selector_events.BaseSelectorEventLoopTests.test_add_reader",
            "test_selector_events.BaseSelectorEventLoopTests.test_remove_reader",
            "test_selector_events.BaseSelectorEventLoopTests.test_remove_reader_unknown",
            "test_selector_events.BaseSelectorEventLoopTests.test_process_events_read"})
    void readerIsCalledAgainAndAgainAsLongAsThereIsSomething() throws Exception {
        io.net(() -> {
            Pipe pipe = pipe();
            List<String> got = new ArrayList<>();
            Readers.addReader(pipe.source(), () -> got.add(read(pipe, 1)));
            for (int i = 0; i < 5; i++) {
                tick();
            }
            assertThat(got).isEmpty();
            pipe.sink().write(ByteBuffer.wrap(bytes("abc")));
            until("all is read", () -> got.size() == 3);
            assertThat(got).containsExactly("a", "b", "c");
            assertThat(Readers.removeReader(pipe.source())).isTrue();
            assertThat(Readers.removeReader(pipe.source())).isFalse();
            pipe.sink().write(ByteBuffer.wrap(bytes("d")));
            for (int i = 0; i < 20; i++) {
                tick();
            }
            assertThat(got).hasSize(3);
            close(pipe);
        });
    }

    @Test
    @CPythonTest({"test_events.EventLoopTestsMixin.test_writer_callback",
            "test_selector_events.BaseSelectorEventLoopTests.test_add_writer",
            "test_selector_events.BaseSelectorEventLoopTests.test_remove_writer",
            "test_selector_events.BaseSelectorEventLoopTests.test_remove_writer_unknown",
            "test_selector_events.BaseSelectorEventLoopTests.test_process_events_write"})
    void writerIsCalledAsLongAsThereIsRoom() throws Exception {
        io.net(() -> {
            Pipe pipe = pipe();
            int[] calls = new int[1];
            Readers.addWriter(pipe.sink(), () -> calls[0]++);
            until("it is called again and again", () -> calls[0] >= 3);
            assertThat(Readers.removeWriter(pipe.sink())).isTrue();
            assertThat(Readers.removeWriter(pipe.sink())).isFalse();
            int before = calls[0];
            for (int i = 0; i < 20; i++) {
                tick();
            }
            assertThat(calls[0]).isEqualTo(before);
            while (pipe.sink().write(ByteBuffer.allocate(4096)) > 0) {
                // until it is full
            }
            Readers.addWriter(pipe.sink(), () -> calls[0]++);
            for (int i = 0; i < 20; i++) {
                tick();
            }
            assertThat(calls[0]).isEqualTo(before);
            ByteBuffer all = ByteBuffer.allocate(1 << 20);
            while (pipe.source().read(all) > 0) {
                // until it is empty
            }
            until("it is called", () -> calls[0] > before);
            Readers.removeWriter(pipe.sink());
            close(pipe);
        });
    }

    @Test
    @CPythonTest("test_selector_events.BaseSelectorEventLoopTests.test_add_reader_existing")
    void callbackMayRemoveItselfOrGiveItsPlaceToAnother() throws Exception {
        io.net(() -> {
            Pipe pipe = pipe();
            List<String> calls = new ArrayList<>();
            pipe.sink().write(ByteBuffer.wrap(bytes("x")));
            Readers.addReader(pipe.source(), () -> {
                calls.add("first");
                replace(pipe, calls);
            });
            until("both were called", () -> calls.contains("second"));
            for (int i = 0; i < 20; i++) {
                tick();
            }
            assertThat(calls).containsExactly("first", "second");
            assertThat(Readers.removeReader(pipe.source())).isFalse();
            close(pipe);
        });
    }

    private static void replace(Pipe pipe, List<String> calls) {
        try {
            Readers.addReader(pipe.source(), () -> {
                calls.add("second");
                Readers.removeReader(pipe.source());
            });
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    @CPythonTest("test_selector_events.BaseSelectorEventLoopTests.test_process_events_read_cancelled")
    void callbackThatIsRemovedInTheIterationOfItsReadinessIsNotCalled() throws Exception {
        io.net(() -> {
            for (int i = 0; i < 20; i++) {
                Pipe pipe = pipe();
                boolean[] removed = new boolean[1];
                Readers.addReader(pipe.source(), () -> assertThat(removed[0]).isFalse());
                pipe.sink().write(ByteBuffer.wrap(bytes("x")));
                for (int j = 0; j < i % 4; j++) {
                    tick();
                }
                Readers.removeReader(pipe.source());
                removed[0] = true;
                tick();
                tick();
                close(pipe);
            }
        });
    }

    @Test
    @CPythonTest({"test_selector_events.BaseSelectorEventLoopTests.test_remove_reader_read_write",
            "test_selector_events.BaseSelectorEventLoopTests.test_remove_writer_read_write",
            "test_selector_events.BaseSelectorEventLoopTests.test_add_reader_existing_writer"})
    void readerAndWriterOfOneChannelDoNotDisturbEachOther() throws Exception {
        io.net(() -> {
            Pipe pipe = pipe();
            int[] writes = new int[1];
            List<String> got = new ArrayList<>();
            Readers.addWriter(pipe.sink(), () -> writes[0]++);
            Readers.addReader(pipe.source(), () -> got.add(read(pipe, 10)));
            until("there was room", () -> writes[0] > 0);
            pipe.sink().write(ByteBuffer.wrap(bytes("x")));
            until("it was read", () -> got.contains("x"));
            Readers.removeReader(pipe.source());
            int before = writes[0];
            until("there still is room", () -> writes[0] > before);
            Readers.removeWriter(pipe.sink());
            close(pipe);
        });
    }

    @Test
    @CPythonTest({"test_selector_events.BaseSelectorEventLoopTests.test_add_writer_existing",
            "test_selector_events.BaseSelectorEventLoopTests.test_process_events_write_cancelled"})
    void writerGivesItsPlaceToAnotherAndIsNotCalledAnyMore() throws Exception {
        io.net(() -> {
            Pipe pipe = pipe();
            List<String> calls = new ArrayList<>();
            Readers.addWriter(pipe.sink(), () -> calls.add("first"));
            Readers.addWriter(pipe.sink(), () -> calls.add("second"));
            until("the second is called", () -> calls.size() >= 2);
            assertThat(calls).containsOnly("second");
            Readers.removeWriter(pipe.sink());
            int before = calls.size();
            tick();
            tick();
            assertThat(calls).hasSize(before);
            close(pipe);
        });
    }

    @Test
    void failureOfACallbackIsReportedAndItIsCalledAgain() throws Exception {
        io.net(() -> {
            Pipe pipe = pipe();
            List<String> got = new ArrayList<>();
            Readers.addReader(pipe.source(), () -> {
                got.add(read(pipe, 1));
                if (got.size() == 1) {
                    throw new ArithmeticException("sum");
                }
            });
            pipe.sink().write(ByteBuffer.wrap(bytes("ab")));
            until("it was called again", () -> got.size() == 2);
            assertThat(theReport().exception()).hasMessage("sum");
            Readers.removeReader(pipe.source());
            close(pipe);
        });
    }

    @Test
    void callbackRunsInTheContextItWasAddedIn() throws Exception {
        io.net(() -> {
            ContextVar<String> name = ContextVar.withDefault("name", "none");
            Pipe pipe = pipe();
            List<String> seen = new ArrayList<>();
            name.set("adding");
            Readers.addReader(pipe.source(), () -> {
                read(pipe, 10);
                seen.add(name.get());
            });
            name.set("later");
            pipe.sink().write(ByteBuffer.wrap(bytes("x")));
            until("it was called", () -> !seen.isEmpty());
            assertThat(seen.getFirst()).isEqualTo("adding");
            Readers.removeReader(pipe.source());
            close(pipe);
        });
    }

    @Test
    void blockingChannelIsRefused() throws Exception {
        io.net(() -> {
            Pipe pipe = Pipe.open();
            assertThatIllegalArgumentException().isThrownBy(() -> Readers.addReader(pipe.source(), () -> {
            })).withMessageContaining("is blocking");
            close(pipe);
        });
    }

    @Test
    void channelThatIsWatchedAgainHidesNoOtherThatIsReady() throws Exception {
        try (Warnings warnings = Warnings.of("io.netty")) {
            io.net(() -> {
                Pipe ready = pipe();
                Pipe again = pipe();
                Future<String> heard = new Future<>(EventLoop.running());
                Readers.addReader(ready.source(), () -> {
                    Readers.removeReader(ready.source());
                    heard.setResult(read(ready, 10));
                });
                Readers.addReader(again.source(), () -> {
                });
                tick();
                ready.sink().write(ByteBuffer.wrap(bytes("news")));
                Readers.removeReader(again.source());
                Readers.addReader(again.source(), () -> {
                });
                assertThat(heard.await()).isEqualTo("news");
                Readers.removeReader(again.source());
                close(ready);
                close(again);
            });
            assertThat(warnings.texts()).as("a selector that returns at once, empty").isEmpty();
        }
    }
}
