package io.asyncio4j.socket;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.dns.Resolver;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.Future;
import io.asyncio4j.transport.Sendfile;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/// Operations on the JDK's own channels without transports: asyncio's `loop.sock_recv` and its kin. Stateless; the methods
/// give coroutines for the running loop.
///
/// Channels must not block, and must not be a transport's: [IllegalArgumentException] and [IllegalStateException] say so.
/// An operation is tried at once; when it would block, it waits until the channel is ready, at the cost that [Readers]
/// tells of. The bytes are moved by the coroutine itself once it goes on, so an operation that is cancelled has taken
/// nothing and lost nothing. One coroutine at a time may wait to read from a channel and one to write to it: the one
/// before is told with an [IllegalStateException].
public final class Sockets {
    private static final int MOST_AT_ONCE = 256 * 1024;

    private Sockets() {
    }

    interface Attempt {
        /// @return whether it has not to be tried again
        boolean done() throws Exception;
    }

    /// Tries, waits until the channel is ready, and tries again.
    static void repeat(String name, SelectableChannel channel, boolean toRead, Attempt attempt)
            throws Exception {
        Watches.refuseBlocking(channel);
        if (attempt.done()) {
            return;
        }
        EventLoop loop = EventLoop.running();
        Watches watches = Watches.of(loop);
        Watches.Operation waiting = new Watches.Operation(name, loop);
        try {
            do {
                Future<@Nullable Void> ready = waiting.next();
                watches.add(channel, toRead, waiting); // for the first time, or if another has taken the place meanwhile
                ready.await();
            } while (!attempt.done());
        } finally {
            watches.remove(channel, toRead, waiting);
        }
    }

    private static byte[] taken(ByteBuffer buffer) {
        byte[] data = new byte[buffer.flip().remaining()];
        buffer.get(data);
        return data;
    }

    // ---- receiving

    /// Receives up to `count` bytes, as soon as there is one: asyncio's `sock_recv`. None at the end of the stream.
    ///
    /// @param channel a socket, or another channel that can be waited for
    public static <C extends SelectableChannel & ReadableByteChannel> Coroutine<byte[]> sockRecv(C channel, int count) {
        Objects.requireNonNull(channel, "channel");
        if (count < 0) {
            throw new IllegalArgumentException("sockRecv count is negative: " + count + "; give 0 or more");
        }
        return Coroutine.of(() -> {
            ByteBuffer buffer = ByteBuffer.allocate(Math.min(count, MOST_AT_ONCE));
            repeat("sockRecv", channel, true, () -> !buffer.hasRemaining() || channel.read(buffer) != 0);
            return taken(buffer);
        });
    }

    /// Receives into `target`, as soon as there is a byte: asyncio's `sock_recv_into`. Gives how many came; 0 at the end of
    /// the stream.
    public static <C extends SelectableChannel & ReadableByteChannel> Coroutine<Integer> sockRecvInto(C channel,
            ByteBuffer target) {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(target, "target");
        return Coroutine.of(() -> {
            int before = target.position();
            repeat("sockRecvInto", channel, true, () -> !target.hasRemaining() || channel.read(target) != 0);
            return target.position() - before;
        });
    }

    /// Receives a datagram and cuts it at `count` bytes: asyncio's `sock_recvfrom`.
    ///
    /// Raises [ConnectException] when the channel is connected and nobody listens at the other side.
    public static Coroutine<Received> sockRecvFrom(DatagramChannel channel, int count) {
        Objects.requireNonNull(channel, "channel");
        if (count < 0) {
            throw new IllegalArgumentException("sockRecvFrom count is negative: " + count + "; give 0 or more");
        }
        return Coroutine.of(() -> {
            ByteBuffer buffer = ByteBuffer.allocate(Math.min(count, MOST_AT_ONCE));
            SocketAddress sender = receive("sockRecvFrom", channel, buffer);
            return new Received(taken(buffer), sender);
        });
    }

    /// Receives a datagram into `target` and cuts it at its room: asyncio's `sock_recvfrom_into`.
    public static Coroutine<ReceivedInto> sockRecvFromInto(DatagramChannel channel, ByteBuffer target) {
        return sockRecvFromInto(channel, target, Objects.requireNonNull(target, "target").remaining());
    }

    /// Receives a datagram into `target` and cuts it at `count` bytes.
    ///
    /// @throws IllegalArgumentException when the target has not that much room
    public static Coroutine<ReceivedInto> sockRecvFromInto(DatagramChannel channel, ByteBuffer target, int count) {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(target, "target");
        if (count < 0 || count > target.remaining()) {
            throw new IllegalArgumentException("sockRecvFromInto count does not fit: " + count + " bytes into room for "
                    + target.remaining() + "; give at most that");
        }
        return Coroutine.of(() -> {
            ByteBuffer part = target.slice(target.position(), count);
            SocketAddress sender = receive("sockRecvFromInto", channel, part);
            target.position(target.position() + part.position());
            return new ReceivedInto(part.position(), sender);
        });
    }

    private static SocketAddress receive(String name, DatagramChannel channel, ByteBuffer target) throws Exception {
        @Nullable SocketAddress[] sender = new @Nullable SocketAddress[1];
        try {
            repeat(name, channel, true, () -> (sender[0] = channel.receive(target)) != null);
        } catch (PortUnreachableException nobody) {
            throw nobodyListens(name, channel, nobody);
        }
        SocketAddress known = sender[0];
        if (known == null) {
            throw new IllegalStateException(name + " has ended without a datagram");
        }
        return known;
    }

    private static IOException nobodyListens(String name, DatagramChannel channel, PortUnreachableException cause)
            throws IOException {
        ConnectException readable = new ConnectException(
                name + " failed: nobody listens at " + channel.getRemoteAddress() + "; check the address");
        readable.initCause(cause);
        return readable;
    }

    // ---- sending

    /// Sends all of `data`: asyncio's `sock_sendall`. After a failure it is not known how much has been sent.
    public static <C extends SelectableChannel & WritableByteChannel> Coroutine<@Nullable Void> sockSendAll(C channel,
            byte[] data) {
        return sockSendAll(channel, ByteBuffer.wrap(Objects.requireNonNull(data, "data")));
    }

    /// Sends what remains in `data` and leaves it empty; its position tells how much has been sent.
    public static <C extends SelectableChannel & WritableByteChannel> Coroutine<@Nullable Void> sockSendAll(C channel,
            ByteBuffer data) {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(data, "data");
        return Coroutine.of(() -> {
            repeat("sockSendAll", channel, false, () -> {
                while (data.hasRemaining() && channel.write(data) > 0) {
                    // as long as there is room
                }
                return !data.hasRemaining();
            });
            return null;
        });
    }

    /// Sends `data` as one datagram: asyncio's `sock_sendto`. Gives its size.
    ///
    /// @param to where; the connected address, if the channel is connected
    public static Coroutine<Integer> sockSendTo(DatagramChannel channel, byte[] data, SocketAddress to) {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(to, "to");
        ByteBuffer source = ByteBuffer.wrap(data);
        return Coroutine.of(() -> {
            try {
                repeat("sockSendTo", channel, false, () -> channel.send(source, to) > 0 || !source.hasRemaining());
            } catch (PortUnreachableException nobody) {
                throw nobodyListens("sockSendTo", channel, nobody);
            }
            return data.length;
        });
    }

    // ---- connecting

    /// Connects a socket: asyncio's `sock_connect`. An address that is not resolved is resolved, and the first answer
    /// taken. A channel whose attempt fails is closed by the JDK; one whose attempt is cancelled goes on connecting, so
    /// close it.
    public static Coroutine<@Nullable Void> sockConnect(SocketChannel channel, SocketAddress address) {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(address, "address");
        return Coroutine.of(() -> {
            Watches.refuseBlocking(channel);
            SocketAddress resolved = resolved(address);
            try {
                boolean connected = channel.connect(resolved);
                repeat("sockConnect", channel, false, () -> connected || channel.finishConnect());
            } catch (ConnectException failure) {
                ConnectException readable = new ConnectException(
                        "sockConnect to " + resolved + " failed: " + failure.getMessage());
                readable.initCause(failure);
                throw readable;
            }
            return null;
        });
    }

    /// Connects a datagram socket, so that it exchanges datagrams with one address only.
    public static Coroutine<@Nullable Void> sockConnect(DatagramChannel channel, SocketAddress address) {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(address, "address");
        return Coroutine.of(() -> {
            Watches.refuseBlocking(channel);
            channel.connect(resolved(address));
            return null;
        });
    }

    private static SocketAddress resolved(SocketAddress address) throws Exception {
        if (address instanceof InetSocketAddress internet && internet.isUnresolved()) {
            return new InetSocketAddress(Resolver.system().resolve(internet.getHostString()).getFirst(),
                    internet.getPort());
        }
        return address;
    }

    /// Accepts a connection: asyncio's `sock_accept`. The socket it gives does not block and belongs to the caller.
    public static Coroutine<SocketChannel> sockAccept(ServerSocketChannel channel) {
        Objects.requireNonNull(channel, "channel");
        return Coroutine.of(() -> {
            @Nullable SocketChannel[] accepted = new @Nullable SocketChannel[1];
            repeat("sockAccept", channel, true, () -> (accepted[0] = channel.accept()) != null);
            SocketChannel connection = accepted[0];
            if (connection == null) {
                throw new IllegalStateException("sockAccept has ended without a connection");
            }
            try {
                connection.configureBlocking(false);
            } catch (IOException failure) {
                connection.close();
                throw failure;
            }
            return connection;
        });
    }

    // ---- files

    /// Sends a file from its start to its end; see [#sockSendfile(SocketChannel, FileChannel, long, long, boolean)].
    public static Coroutine<Long> sockSendfile(SocketChannel channel, FileChannel file) {
        return sockSendfile(channel, file, 0, Sendfile.TO_END, true);
    }

    /// Sends a part of a file without its bytes passing through the program, where the platform can: asyncio's
    /// `sock_sendfile`. Gives how many bytes were sent. The file's position is behind them afterwards, also after a failure
    /// or a cancellation; it does not move when nothing was sent.
    ///
    /// Raises [io.asyncio4j.transport.SendfileNotAvailableException] when the file is not the platform's and `fallback` is
    /// off.
    ///
    /// @param offset where in the file to begin
    /// @param count how many bytes; [Sendfile#TO_END] for all up to the end. Fewer are sent when the file is shorter
    /// @param fallback whether to read and send by hand where the platform cannot
    /// @throws IllegalArgumentException when offset or count are out of range
    public static Coroutine<Long> sockSendfile(SocketChannel channel, FileChannel file, long offset, long count,
            boolean fallback) {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(file, "file");
        FileTransfer transfer = new FileTransfer(channel, file, offset, count);
        return Coroutine.of(() -> {
            Watches.refuseBlocking(channel);
            return transfer.run(fallback);
        });
    }
}
