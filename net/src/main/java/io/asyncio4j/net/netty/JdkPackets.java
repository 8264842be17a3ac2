package io.asyncio4j.net.netty;

import io.asyncio4j.transport.spi.Datagram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A datagram socket of the JDK. Confined to the loop's own thread.
final class JdkPackets implements PacketSocket {
    private final DatagramChannel channel;
    private final JdkEndpoint handle;
    private final Map<Group, MembershipKey> groups = new HashMap<>(2);

    private record Group(InetAddress address, NetworkInterface by) {
    }

    /// @param channel not blocking
    JdkPackets(DatagramChannel channel) throws IOException {
        this.channel = channel;
        this.handle = new JdkEndpoint(channel, channel.getLocalAddress(), channel.getRemoteAddress());
    }

    static JdkPackets open(StandardProtocolFamily family, @Nullable InetSocketAddress local,
            @Nullable InetSocketAddress remote, Map<SocketOption<?>, Object> options) throws IOException {
        DatagramChannel channel = DatagramChannel.open(family);
        try {
            channel.configureBlocking(false);
            JdkEndpoint.apply(channel, options);
            if (local != null) {
                channel.bind(local);
            }
            if (remote != null) {
                channel.connect(remote);
            }
            return new JdkPackets(channel);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    @Override
    public @Nullable Datagram receive(ByteBuffer scratch) throws IOException {
        SocketAddress sender = channel.receive(scratch);
        if (sender == null) {
            return null;
        }
        byte[] data = new byte[scratch.flip().remaining()];
        scratch.get(data);
        return new Datagram(data, sender);
    }

    @Override
    public boolean send(ByteBuffer source, @Nullable SocketAddress to) throws IOException {
        boolean empty = !source.hasRemaining(); // then the answer is 0 in any case
        if (empty && channel.isConnected()) {
            throw new SocketException("empty datagrams are not sent by connected sockets of the JDK"); // and it is silent
        }
        int count = to == null ? channel.write(source) : channel.send(source, to);
        return count > 0 || empty;
    }

    @Override
    public void join(InetAddress group, NetworkInterface by) throws IOException {
        groups.put(new Group(group, by), channel.join(group, by));
    }

    @Override
    public void leave(InetAddress group, NetworkInterface by) throws IOException {
        MembershipKey member = groups.remove(new Group(group, by));
        if (member == null) {
            throw new IOException("the socket is no member of the group: " + group + " by " + by.getName());
        }
        member.drop();
    }

    @Override
    public SocketHandle handle() {
        return handle;
    }
}
