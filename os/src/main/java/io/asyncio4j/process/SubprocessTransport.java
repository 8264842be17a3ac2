package io.asyncio4j.process;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.signal.Signal;
import io.asyncio4j.transport.BaseTransport;
import io.asyncio4j.transport.ExtraInfo;
import io.asyncio4j.transport.Transport;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A child as its protocol sees it: asyncio's `SubprocessTransport`. Loop-confined.
///
/// [#close()] closes the pipes, and kills the child if it still runs.
public interface SubprocessTransport extends BaseTransport {
    /// What Java knows of the child.
    ExtraInfo<ProcessHandle> SUBPROCESS = ExtraInfo.named("subprocess", ProcessHandle.class);

    /// The child's process number.
    long getPid();

    /// The child's exit code, the negative number of the signal that ended it, or null while it runs.
    @Nullable Integer getReturnCode();

    /// The transport of a pipe, or null when that stream is no pipe.
    ///
    /// @param descriptor 0 for standard input, 1 for standard output, 2 for standard error
    @Nullable Transport getPipeTransport(int descriptor);

    /// Sends a signal; does nothing when the child has ended and that is not known yet.
    ///
    /// @throws ProcessLookupException when the transport is finished
    default void sendSignal(Signal signal) throws IOException {
        sendSignal(signal.number());
    }

    /// As [#sendSignal(Signal)], by the system's number.
    void sendSignal(int signal) throws IOException;

    /// Sends `SIGTERM`.
    default void terminate() throws IOException {
        sendSignal(Signal.SIGTERM);
    }

    /// Sends `SIGKILL`.
    default void kill() throws IOException {
        sendSignal(Signal.SIGKILL);
    }

    /// Waits until the child has ended and its pipes are closed, and gives the return code.
    Coroutine<Integer> waitFor();
}
