package io.asyncio4j.process;

import static io.asyncio4j.process.Stdio.DEVNULL;
import static io.asyncio4j.process.Stdio.PIPE;
import static io.asyncio4j.process.Subprocesses.subprocessExec;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.net.Io;
import io.asyncio4j.net.Net;
import io.asyncio4j.net.posix.Native;
import io.asyncio4j.os.Os;
import io.asyncio4j.transport.Link;
import io.asyncio4j.transport.PipeEnd;
import io.asyncio4j.transport.Pipes;
import io.asyncio4j.transport.Recorder;
import io.asyncio4j.transport.Transport;
import io.asyncio4j.transport.TransportContract;
import java.lang.foreign.Arena;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A subprocess's pipes do what other pipes do, though the protocol of the subprocess stands between. The child's end is
/// taken over from it before it is killed, so that what is written and read there is up to the test.
@ParameterizedClass(name = "{0} by {1}")
@MethodSource("combinations")
class SubprocessPipeContractTest extends TransportContract {
    private final Io io;

    enum Kind implements Link {
        /// The child reads its standard input: the left end sends to it.
        STDIN {
            @Override
            public Ends connect(Recorder left, Recorder right) throws Exception {
                SubprocessTransport process = started(new Passing(0, left), SubprocessOptions.DEFAULT.withStdin(PIPE));
                PipeEnd childs = takeOver(process, 0, 0);
                Transport reading = Pipes.connectReadPipe(() -> right, childs).await().transport();
                return new Ends(pipe(process, 0), reading, process.waitFor()::await);
            }
        },
        /// The child writes to its standard output: the right end receives from it.
        STDOUT {
            @Override
            public Ends connect(Recorder left, Recorder right) throws Exception {
                SubprocessTransport process = started(new Passing(1, right),
                        SubprocessOptions.DEFAULT.withStdin(DEVNULL).withStdout(PIPE));
                PipeEnd childs = takeOver(process, 1, 1);
                Transport writing = Pipes.connectWritePipe(() -> left, childs).await().transport();
                return new Ends(writing, pipe(process, 1), process.waitFor()::await);
            }
        };

        @Override
        public boolean twoWay() {
            return false;
        }

        @Override
        public boolean hasAddresses() {
            return false;
        }

        @Override
        public boolean callsTheRecorder() {
            return this == STDIN;
        }
    }

    /// Passes what is said of one pipe on to a recorder.
    private record Passing(int stream, Recorder to) implements SubprocessProtocol {
        @Override
        public void connectionMade(SubprocessTransport transport) throws Exception {
            to.connectionMade(pipe(transport, stream));
        }

        @Override
        public void pipeDataReceived(int descriptor, byte[] data) throws Exception {
            to.dataReceived(data);
        }

        @Override
        public void pauseWriting() throws Exception {
            to.pauseWriting();
        }

        @Override
        public void resumeWriting() throws Exception {
            to.resumeWriting();
        }

        /// The end of what a child writes is told in no other way.
        @Override
        public void pipeConnectionLost(int descriptor, @Nullable Throwable failure) throws Exception {
            try {
                if (stream == 1 && failure == null) {
                    to.eofReceived();
                }
            } finally {
                to.connectionLost(failure);
            }
        }
    }

    SubprocessPipeContractTest(Kind stream, Io io) {
        super(stream);
        this.io = io;
    }

    static Stream<Arguments> combinations() {
        return Stream.of(Kind.values())
                .flatMap(stream -> Stream.of(Io.values()).map(io -> Arguments.of(stream, io)));
    }

    @Override
    protected void net(AsyncAction body) throws Exception {
        assumeTrue(PosixSpawner.isAvailable(), "the ends of a child's pipes can be opened on Linux only");
        io.with(() -> Net.net(new EventLoop(), body));
        assertThat(Os.children()).isEmpty();
    }

    private static SubprocessTransport started(SubprocessProtocol protocol, SubprocessOptions options)
            throws Exception {
        return subprocessExec(() -> protocol, options, "sleep", "3600").await().transport();
    }

    private static Transport pipe(SubprocessTransport process, int stream) {
        Transport pipe = process.getPipeTransport(stream);
        assertThat(pipe).isNotNull();
        return pipe;
    }

    private static PipeEnd takeOver(SubprocessTransport process, int stream, int access) throws Exception {
        int descriptor = open("/proc/" + process.getPid() + "/fd/" + stream, access);
        process.kill();
        Os.until("the child has ended", () -> process.getReturnCode() != null);
        return PipeEnd.of(descriptor);
    }

    /// The JDK opens files for itself only.
    private static int open(String file, int access) {
        try (Arena arena = Arena.ofConfined()) {
            int descriptor = (int) Native.variadic("open", 2, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT)
                    .invokeExact(arena.allocate(Native.STATE), arena.allocateFrom(file), access, 0);
            assertThat(descriptor).as(file).isNotNegative();
            return descriptor;
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }
}
