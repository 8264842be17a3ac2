package io.asyncio4j.stream;

import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.Rethrow;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.transport.Connections;
import io.asyncio4j.transport.ExtraInfo;
import io.asyncio4j.transport.Transport;
import io.asyncio4j.transport.TransportLayer;

import java.nio.ByteBuffer;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/// The sending side of a stream: asyncio's `StreamWriter`.
///
/// Loop-confined. Writing never waits; call [#drain()] after it, so that a peer slower than the program is waited for.
public final class StreamWriter {
    private Transport transport;
    private final StreamReaderProtocol protocol;
    private final @Nullable StreamReader reader;

    /// A writer upon a transport whose protocol is `protocol`.
    ///
    /// @param reader the other direction, whose failure [#drain()] raises, or null
    public StreamWriter(Transport transport, StreamReaderProtocol protocol, @Nullable StreamReader reader) {
        this.transport = Objects.requireNonNull(transport, "transport");
        this.protocol = Objects.requireNonNull(protocol, "protocol");
        this.reader = reader;
    }

    /// The transport below.
    public Transport transport() {
        return transport;
    }

    /// Writes `data`; see [Transport#write(byte[])].
    public void write(byte[] data) {
        Objects.requireNonNull(data, "data");
        transport.write(data);
    }

    /// Writes a part of `data`.
    public void write(byte[] data, int offset, int length) {
        Objects.requireNonNull(data, "data");
        transport.write(data, offset, length);
    }

    /// Writes what remains in `data`.
    public void write(ByteBuffer data) {
        Objects.requireNonNull(data, "data");
        transport.write(data);
    }

    /// Writes the parts one after the other.
    public void writelines(Iterable<byte[]> parts) {
        Objects.requireNonNull(parts, "parts");
        transport.writelines(parts);
    }

    /// Ends the sending direction after what has been written.
    public void writeEof() {
        transport.writeEof();
    }

    /// Whether [#writeEof()] is possible.
    public boolean canWriteEof() {
        return transport.canWriteEof();
    }

    /// Waits until the write buffer has gone down to its low mark, if it has exceeded the high one; does not wait, and
    /// lets nobody else run, otherwise.
    ///
    /// Raises the failure of the connection: the reader's if it has one, [io.asyncio4j.transport.ConnectionResetException]
    /// when the connection has been lost.
    public Coroutine<@Nullable Void> drain() {
        return Coroutine.of(new Draining(this));
    }

    private record Draining(StreamWriter writer) implements Awaitable<@Nullable Void> {
        @Override
        public @Nullable Void await() throws Exception {
            writer.drainNow();
            return null;
        }
    }

    private void drainNow() throws Exception {
        if (reader != null) {
            Throwable failure = reader.exception();
            if (failure != null) {
                throw Rethrow.sneaky(failure);
            }
        }
        if (transport.isClosing()) {
            // lets connectionLost() come, which a loop of write() and drain() would never see otherwise
            Sleep.sleep(0).await();
        }
        protocol.drain(transport);
    }

    /// Closes the connection, both directions, after what has been written is flushed. Follow it by [#waitClosed()].
    public void close() {
        transport.close();
    }

    /// Whether the connection is closed or closing.
    public boolean isClosing() {
        return transport.isClosing();
    }

    /// Waits until the connection is closed; raises the failure that broke it, if one did.
    public Coroutine<@Nullable Void> waitClosed() {
        return Coroutine.of(() -> {
            protocol.waitClosed();
            return null;
        });
    }

    /// Puts TLS on the connection, as the client of the host named, or as the server if a handler serves this stream:
    /// `startTls(Tls.client(), "example.com")`. What has been received and not read is given to TLS.
    ///
    /// Raises what hinders the handshake; the connection is closed then.
    ///
    /// @param host the name the server's certificate is checked against; null on the server's side
    public Coroutine<@Nullable Void> startTls(TransportLayer tls, @Nullable String host) {
        Objects.requireNonNull(tls, "tls");
        return Coroutine.of(() -> {
            drain().await();
            byte[] early = reader == null ? new byte[0] : reader.takeBuffered();
            transport = Connections.startTls(transport, protocol, tls, protocol.serves(), host, early).await();
            protocol.replaceTransport(transport);
            return null;
        });
    }

    /// What is known of the connection.
    public <T> @Nullable T getExtraInfo(ExtraInfo<T> key) {
        Objects.requireNonNull(key, "key");
        return transport.getExtraInfo(key);
    }

    /// As [#getExtraInfo(ExtraInfo)] with an answer for the unknown.
    public <T> T getExtraInfo(ExtraInfo<T> key, T unknown) {
        Objects.requireNonNull(key, "key");
        return transport.getExtraInfo(key, unknown);
    }

    @Override
    public String toString() {
        return "StreamWriter[" + transport + (reader == null ? "]" : ", " + reader + "]");
    }
}
