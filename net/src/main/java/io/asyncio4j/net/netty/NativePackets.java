package io.asyncio4j.net.netty;

import io.asyncio4j.transport.spi.Datagram;
import io.netty.channel.unix.DatagramSocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A native datagram socket. Confined to the loop's own thread.
final class NativePackets implements PacketSocket {
    private final NativeSocket socket;
    private final NativeEndpoint handle;

    NativePackets(NativeSocket socket, @Nullable SocketAddress remote) {
        this.socket = socket;
        this.handle = new NativeEndpoint(socket, socket.localAddress(), remote);
    }

    @Override
    public @Nullable Datagram receive(ByteBuffer scratch) throws IOException {
        DatagramSocketAddress sender = socket.recvFrom(scratch, scratch.position(), scratch.limit());
        if (sender == null) {
            return null;
        }
        byte[] data = new byte[sender.receivedAmount()];
        scratch.get(0, data);
        return new Datagram(data, new InetSocketAddress(sender.getAddress(), sender.getPort()));
    }

    @Override
    public boolean send(ByteBuffer source, @Nullable SocketAddress to) throws IOException {
        boolean empty = !source.hasRemaining(); // then the answer is 0 in any case
        int count = to == null
                ? socket.send(source, source.position(), source.limit())
                : sendTo(source, (InetSocketAddress) to);
        return count > 0 || empty;
    }

    private int sendTo(ByteBuffer source, InetSocketAddress to) throws IOException {
        return socket.sendTo(source, source.position(), source.limit(), to.getAddress(), to.getPort());
    }

    @Override
    public void join(InetAddress group, NetworkInterface by) throws IOException {
        Multicast.join(socket, group, by);
    }

    @Override
    public void leave(InetAddress group, NetworkInterface by) throws IOException {
        Multicast.leave(socket, group, by);
    }

    @Override
    public SocketHandle handle() {
        return handle;
    }
}
