package io.asyncio4j.transport.spi;

import io.asyncio4j.task.Future;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

import org.jspecify.annotations.Nullable;

/// A connected pipe of bytes below a transport, without any opinion on protocols.
///
/// Loop-confined. A wire never calls the code of a program: it tells its [WireListener], which schedules. Received bytes
/// wait in the wire until they are taken.
public interface Wire {

    /// Says who listens; called once, before anything else.
    void open(WireListener listener);

    /// Starts or stops receiving; off at first. Bytes that have arrived already stay at hand.
    void reading(boolean on);

    /// How many bytes can be taken now: 0 when none are there yet, -1 at the end of the stream.
    ///
    /// @throws IOException when receiving has failed and all bytes that came before have been taken
    int available() throws IOException;

    /// Whether a question for what can be taken might be answered by more than 0: false only where that costs less to say.
    default boolean hasNews() {
        return true;
    }

    /// Takes bytes, as many as lie together; call it only when [#available()] is positive, and at once. None when the system
    /// does not give them after all.
    byte[] take();

    /// As [#take()], into `target`, as many as fit; returns how many.
    int take(ByteBuffer target);

    /// [#available()] and [#take(ByteBuffer)] in one, for who has the memory at hand; a wire may save a system call by it.
    ///
    /// @param target has room
    /// @return how many bytes were taken: 0 when none are there yet, -1 at the end of the stream
    /// @throws IOException as `available` does
    default int receive(ByteBuffer target) throws IOException {
        int available = available();
        return available > 0 ? take(target) : available;
    }

    /// Sends what remains in `data`: tries at once, keeps a copy of the rest. A failure is told to the listener.
    void send(ByteBuffer data);

    /// Bytes accepted by `send` and not yet by what is below.
    long unsent();

    /// Starts to send a part of a file without its bytes passing through the program; called only when nothing is unsent,
    /// and nothing is sent until it is done.
    ///
    /// @param count at most as many bytes as the file has
    /// @param done completed when all is sent, or with what hindered it
    /// @return the sending; null when the wire or the file is not of the kind, and nothing happens
    default @Nullable FileSending sendFile(FileChannel file, long offset, long count, Future<@Nullable Void> done) {
        return null;
    }

    /// Ends the sending direction; called only when nothing is unsent.
    void shutdownOutput();

    /// Gives the connection up at once with all that is unsent; harmless when called again. The listener hears nothing
    /// more.
    void close();

    /// Addresses and options.
    Endpoint endpoint();
}
