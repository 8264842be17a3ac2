package io.asyncio4j.net.netty;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A socket of the JDK that is connected. Confined to the loop's own thread.
final class JdkStream implements StreamSocket {
    private final SocketChannel channel;
    private final JdkEndpoint handle;

    /// @param channel connected and not blocking
    JdkStream(SocketChannel channel) throws IOException {
        this.channel = channel;
        if (!(channel.getLocalAddress() instanceof UnixDomainSocketAddress)) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true); // as asyncio has it
        }
        this.handle = new JdkEndpoint(channel, channel.getLocalAddress(), channel.getRemoteAddress());
    }

    /// A unix socket, connected.
    static JdkStream connectUnix(SocketAddress remote, @Nullable SocketAddress local,
            Map<SocketOption<?>, Object> options) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.configureBlocking(false);
            JdkEndpoint.apply(channel, options);
            if (local != null) {
                channel.bind(local);
            }
            if (!channel.connect(remote)) { // what the JDK makes of a full backlog; it would never end
                throw new SocketException("resource temporarily unavailable");
            }
            return new JdkStream(channel);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    @Override
    public ByteBuffer memory(Passage passage) {
        return passage.direct();
    }

    @Override
    public int receive(ByteBuffer target, Passage passage) throws IOException {
        if (target.isDirect()) {
            return channel.read(target);
        }
        ByteBuffer memory = passage.direct(); // the JDK would keep as much as the target has, for each thread
        int count = channel.read(memory.limit(Math.min(memory.capacity(), target.remaining())));
        target.put(memory.flip());
        return count;
    }

    @Override
    public boolean send(ByteBuffer data, Passage passage) throws IOException {
        int asked;
        int sent;
        do {
            asked = Math.min(data.remaining(), passage.scratch().remaining());
            sent = channel.write(passage.scratch().put(0, data, data.position(), asked).limit(asked));
            data.position(data.position() + sent);
        } while (sent == asked && data.hasRemaining());
        return !data.hasRemaining();
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public SocketHandle handle() {
        return handle;
    }
}
