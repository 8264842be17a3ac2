package io.asyncio4j.process;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.signal.Signal;
import io.asyncio4j.stream.StreamReader;
import io.asyncio4j.stream.StreamWriter;
import io.asyncio4j.task.Gather;
import io.asyncio4j.transport.BrokenPipeException;
import io.asyncio4j.transport.ConnectionResetException;
import io.asyncio4j.transport.Transport;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A child and its streams: asyncio's `asyncio.subprocess.Process`. Loop-confined.
///
/// `java.lang` has a class of that name, so an import of the whole package leaves `Process` ambiguous: import it by name,
/// or declare with `var`.
public final class Process {
    private final SubprocessTransport transport;
    private final SubprocessStreams streams;

    Process(SubprocessTransport transport, SubprocessStreams streams) {
        this.transport = transport;
        this.streams = streams;
    }

    /// What `communicate` gives. Immutable.
    ///
    /// @param stdout all that came from standard output, or null when that is no pipe
    /// @param stderr all that came from standard error, or null when that is no pipe
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Output(byte @Nullable [] stdout, byte @Nullable [] stderr) {
    }

    /// The process number.
    public long pid() {
        return transport.getPid();
    }

    /// The exit code, the negative number of the signal that ended the child, or null while it runs: asyncio's
    /// `returncode`.
    public @Nullable Integer returnCode() {
        return transport.getReturnCode();
    }

    /// The writer of standard input.
    ///
    /// @throws IllegalStateException when that is no pipe
    public StreamWriter stdin() {
        return piped(streams.stdin(), "stdin");
    }

    /// The reader of standard output.
    ///
    /// @throws IllegalStateException when that is no pipe
    public StreamReader stdout() {
        return piped(streams.output(1), "stdout");
    }

    /// The reader of standard error.
    ///
    /// @throws IllegalStateException when that is no pipe
    public StreamReader stderr() {
        return piped(streams.output(2), "stderr");
    }

    private <T> T piped(@Nullable T stream, String name) {
        if (stream == null) {
            throw new IllegalStateException(name + " is no pipe: " + this + "; start the process with PIPE for it");
        }
        return stream;
    }

    /// Waits until the child has ended and its pipes are closed, and gives the return code: asyncio's `wait`. A child that
    /// writes more than its pipe holds waits for somebody who reads; use [#communicate()] then.
    public Coroutine<Integer> waitFor() {
        return transport.waitFor();
    }

    /// Sends a signal.
    ///
    /// @throws ProcessLookupException when the child has ended and has been waited for
    public void sendSignal(Signal signal) throws IOException {
        Objects.requireNonNull(signal, "signal");
        transport.sendSignal(signal);
    }

    /// As [#sendSignal(Signal)], by the system's number.
    public void sendSignal(int signal) throws IOException {
        transport.sendSignal(signal);
    }

    /// Sends `SIGTERM`.
    ///
    /// @throws ProcessLookupException when the child has ended and has been waited for
    public void terminate() throws IOException {
        transport.terminate();
    }

    /// Sends `SIGKILL`.
    ///
    /// @throws ProcessLookupException when the child has ended and has been waited for
    public void kill() throws IOException {
        transport.kill();
    }

    /// Closes standard input, reads the outputs to their ends and waits for the child.
    public Coroutine<Output> communicate() {
        return talk(null);
    }

    /// Sends `input`, closes standard input, meanwhile reads the outputs to their ends, and waits for the child. That the
    /// child does not want all of the input is no failure. The outputs are held in memory.
    ///
    /// Raises [IllegalStateException] when standard input is no pipe.
    public Coroutine<Output> communicate(byte[] input) {
        Objects.requireNonNull(input, "input");
        return talk(input.clone());
    }

    private Coroutine<Output> talk(byte @Nullable [] input) {
        return Coroutine.of(() -> {
            if (input != null) {
                stdin(); // refuses before anything is read
            }
            List<Said> said = Gather.gather(Coroutine.of(() -> feed(input)), Coroutine.of(() -> drain(1)),
                    Coroutine.of(() -> drain(2))).await();
            waitFor().await();
            return new Output(said.get(1).bytes, said.get(2).bytes);
        });
    }

    /// What one part of a conversation has brought. Immutable.
    private static final class Said {
        static final Said NOTHING = new Said(null);

        final byte @Nullable [] bytes;

        Said(byte @Nullable [] bytes) {
            this.bytes = bytes;
        }
    }

    private Said feed(byte @Nullable [] input) throws Exception {
        StreamWriter stdin = streams.stdin();
        if (stdin == null) {
            return Said.NOTHING;
        }
        try {
            if (input != null) {
                stdin.write(input);
            }
            stdin.drain().await();
        } catch (BrokenPipeException | ConnectionResetException unwanted) {
            // the child has heard enough
        }
        stdin.close();
        return Said.NOTHING;
    }

    private Said drain(int stream) throws Exception {
        StreamReader reader = streams.output(stream);
        Transport pipe = transport.getPipeTransport(stream);
        if (reader == null || pipe == null) {
            return Said.NOTHING;
        }
        byte[] all = reader.read().await();
        pipe.close();
        return new Said(all);
    }

    @Override
    public String toString() {
        return "Process[" + pid() + (returnCode() == null ? "" : ", returnCode=" + returnCode()) + "]";
    }
}
