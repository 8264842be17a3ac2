package io.asyncio4j.net.netty;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.net.posix.Posix;
import io.asyncio4j.net.posix.PosixException;
import io.asyncio4j.net.posix.UnixPackets;
import io.asyncio4j.transport.spi.Datagram;
import io.asyncio4j.transport.spi.Endpoint;
import io.asyncio4j.transport.spi.Watch;
import io.asyncio4j.transport.spi.WatchListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A unix socket for datagrams, on every kind of I/O that can watch a descriptor. Confined to the loop's own thread.
///
/// @implNote Neither the JDK nor Netty serves: the one has no such sockets, the other reads the name of a sender that has
/// none, or an abstract one, out of memory that nobody has written.
final class UnixPacketSocket implements PacketSocket, SocketHandle {
    private static final Map<SocketOption<?>, Integer> OPTIONS = Map.of(StandardSocketOptions.SO_REUSEADDR, 2,
            StandardSocketOptions.SO_BROADCAST, 6, StandardSocketOptions.SO_SNDBUF, 7,
            StandardSocketOptions.SO_RCVBUF, 8, StandardSocketOptions.SO_REUSEPORT, 15);

    private final Posix posix;
    private final UnixPackets packets;
    private final SocketAddress local;
    private final @Nullable SocketAddress remote;
    private boolean closed;

    UnixPacketSocket(EventLoop loop, @Nullable SocketAddress local, @Nullable SocketAddress remote,
            Map<SocketOption<?>, Object> options) throws IOException {
        this.posix = Posix.of(loop);
        this.packets = new UnixPackets();
        this.remote = remote;
        try {
            for (Map.Entry<SocketOption<?>, Object> option : options.entrySet()) {
                packets.option(number(option.getKey()), toNumber(option.getValue()));
            }
            if (local != null) {
                packets.bind(UnixAddresses.bytes(local));
            }
            if (remote != null) {
                packets.connect(UnixAddresses.bytes(remote));
            }
            this.local = UnixAddresses.of(packets.name());
        } catch (IOException | RuntimeException failure) {
            close();
            throw failure;
        }
    }

    @Override
    public @Nullable Datagram receive(ByteBuffer scratch) throws IOException {
        int count = packets.receive(scratch);
        if (count == Posix.WOULD_BLOCK) {
            return null;
        }
        byte[] data = new byte[count];
        scratch.get(0, data);
        return new Datagram(data, remote != null ? remote : UnixAddresses.of(packets.sender()));
    }

    @Override
    public boolean send(ByteBuffer source, @Nullable SocketAddress to) throws IOException {
        return packets.send(source, to == null ? null : UnixAddresses.bytes(to));
    }

    @Override
    public void join(InetAddress group, NetworkInterface by) {
        throw noGroups();
    }

    @Override
    public void leave(InetAddress group, NetworkInterface by) {
        throw noGroups();
    }

    private UnsupportedOperationException noGroups() {
        return new UnsupportedOperationException("unix sockets know no groups: " + this);
    }

    @Override
    public SocketHandle handle() {
        return this;
    }

    @Override
    public Watch watch(NettyDriver driver, WatchListener listener) throws IOException {
        return driver.backend().watch(driver, packets.descriptor(), listener);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            posix.close(packets.descriptor());
        }
    }

    // ---- addresses and options

    @Override
    public SocketAddress localAddress() {
        return local;
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        return remote;
    }

    private int openNumber(SocketOption<?> option) {
        if (closed) {
            throw Failures.closed(option);
        }
        return number(option);
    }

    private static int number(SocketOption<?> option) {
        Integer number = OPTIONS.get(option);
        if (number == null) {
            throw new UnsupportedOperationException("socket option is not known to unix sockets for datagrams: "
                    + option.name() + "; leave it out");
        }
        return number;
    }

    private static int toNumber(Object value) {
        return value instanceof Boolean flag ? flag ? 1 : 0 : (Integer) value;
    }

    @Override
    public <T> T getOption(SocketOption<T> option) {
        try {
            int value = packets.option(openNumber(option));
            return option.type().cast(option.type() == Boolean.class ? (Object) (value != 0) : (Object) value);
        } catch (PosixException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) {
        try {
            packets.option(openNumber(option), toNumber(Objects.requireNonNull(value)));
        } catch (PosixException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    @Override
    public String toString() {
        return Endpoint.text(this);
    }
}
