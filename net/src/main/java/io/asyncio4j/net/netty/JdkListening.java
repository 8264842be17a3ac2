package io.asyncio4j.net.netty;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A socket of the JDK that listens. Confined to the loop's own thread.
final class JdkListening implements ListeningSocket {
    private final ServerSocketChannel channel;
    private final JdkEndpoint handle;

    /// @param channel bound and not blocking
    JdkListening(ServerSocketChannel channel) throws IOException {
        this.channel = channel;
        this.handle = new JdkEndpoint(channel, channel.getLocalAddress(), null);
    }

    /// A unix socket that listens.
    static JdkListening listenUnix(SocketAddress local, int backlog, Map<SocketOption<?>, Object> options)
            throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.configureBlocking(false);
            JdkEndpoint.apply(channel, options);
            channel.bind(local, backlog);
            return new JdkListening(channel);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    @Override
    public @Nullable StreamSocket accept() throws IOException {
        SocketChannel next = channel.accept();
        if (next == null) {
            return null;
        }
        try {
            next.configureBlocking(false);
            return new JdkStream(next);
        } catch (IOException failure) {
            next.close();
            throw failure;
        }
    }

    @Override
    public SocketHandle handle() {
        return handle;
    }
}
