package io.asyncio4j.transport;

import java.nio.ByteBuffer;

/// A transport that sends: asyncio's `WriteTransport`.
///
/// Loop-confined. Nothing here waits: what the peer does not take at once is buffered, and the protocol is told by
/// `pauseWriting` and `resumeWriting` when the buffer crosses its limits. Data is copied before a method returns, so
/// the caller may use its array again.
public interface WriteTransport extends BaseTransport {

    /// Sends `data`; tries at once and buffers the rest.
    ///
    /// @throws IllegalStateException after [#writeEof()]
    default void write(byte[] data) {
        write(ByteBuffer.wrap(data));
    }

    /// Sends `length` bytes of `data` from `offset` on.
    ///
    /// @throws IllegalStateException after [#writeEof()]
    /// @throws IndexOutOfBoundsException when the range is not within the array
    default void write(byte[] data, int offset, int length) {
        write(ByteBuffer.wrap(data, offset, length));
    }

    /// Sends what remains in `data` and leaves it empty.
    ///
    /// @throws IllegalStateException after [#writeEof()]
    void write(ByteBuffer data);

    /// Sends the parts one after the other, in as few pieces as possible.
    ///
    /// @throws IllegalStateException after [#writeEof()]
    default void writelines(Iterable<byte[]> parts) {
        int total = 0;
        for (byte[] part : parts) {
            total = Math.addExact(total, part.length);
        }
        ByteBuffer joined = ByteBuffer.allocate(total);
        for (byte[] part : parts) {
            joined.put(part);
        }
        write(joined.flip());
    }

    /// Ends the sending direction once what has been written is flushed; the peer sees the end of the stream and may go
    /// on sending.
    ///
    /// @throws UnsupportedOperationException when [#canWriteEof()] is false
    void writeEof();

    /// Whether [#writeEof()] is possible.
    boolean canWriteEof();

    /// Closes at once: what has not been sent is dropped. The protocol's `connectionLost` is called with null.
    void abort();

    /// Bytes written and not yet taken by the operating system.
    long getWriteBufferSize();

    /// The marks between which the protocol is paused and resumed.
    WriteBufferLimits getWriteBufferLimits();

    /// Sets the marks: the protocol is paused when the buffer holds more than `high` bytes and resumed when it holds
    /// `low` or fewer. May pause at once.
    ///
    /// @throws IllegalArgumentException unless high >= low >= 0
    void setWriteBufferLimits(WriteBufferLimits limits);
}
