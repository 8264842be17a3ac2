package io.asyncio4j.process;

import io.asyncio4j.transport.PipeEnd;
import java.io.IOException;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// A process that has been started. Loop-confined.
interface Child {

    /// Its number.
    long pid();

    /// This side's end of a pipe to one of its streams, 0 to 2; null when that is no pipe.
    @Nullable PipeEnd pipe(int stream);

    /// Gives up a pipe's end that no transport has taken over.
    void closePipe(int stream);

    /// Whether the pipe to standard input ends by itself when nobody reads it any more; else it has to be closed when the
    /// child has ended.
    boolean inputNoticesItsEnd();

    /// Calls `exited` once with the return code when it has ended, on any thread.
    void watch(ChildWatcher watcher, IntConsumer exited);

    /// Whether it has ended, noticed or not.
    boolean hasEnded();

    /// Sends a signal by the system's number; one that comes too late is no failure.
    void signal(int signal) throws IOException;

    /// Kills it, and sees to it that no zombie remains; for a loop that closes.
    void abandon();
}
