package io.asyncio4j.net.netty;

import io.asyncio4j.transport.spi.Endpoint;
import io.asyncio4j.transport.spi.Watch;
import io.asyncio4j.transport.spi.WatchListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Addresses and options of a channel of the JDK. Loop-confined; the addresses are those it was made with.
final class JdkEndpoint implements SocketHandle {
    private final NetworkChannel channel;
    private final SelectableChannel selectable;
    private final @Nullable SocketAddress local;
    private final @Nullable SocketAddress remote;

    <C extends SelectableChannel & NetworkChannel> JdkEndpoint(C channel, @Nullable SocketAddress local,
            @Nullable SocketAddress remote) {
        this.channel = channel;
        this.selectable = channel;
        this.local = local;
        this.remote = remote;
    }

    /// Sets the options before the socket is used.
    static void apply(NetworkChannel channel, Map<SocketOption<?>, Object> options) throws IOException {
        for (Map.Entry<SocketOption<?>, Object> option : options.entrySet()) {
            set(channel, option.getKey(), option.getValue());
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> void set(NetworkChannel channel, SocketOption<T> option, Object value) throws IOException {
        channel.setOption(option, (T) value);
    }

    @Override
    public @Nullable SocketAddress localAddress() {
        return local;
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public <T> T getOption(SocketOption<T> option) {
        try {
            return channel.getOption(option);
        } catch (ClosedChannelException closed) {
            throw Failures.closed(option);
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) {
        try {
            channel.setOption(option, value);
        } catch (ClosedChannelException closed) {
            throw Failures.closed(option);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    @Override
    public Watch watch(NettyDriver driver, WatchListener listener) throws IOException {
        return driver.watchAs("a transport or a server", selectable, listener);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // gone all the same
        }
    }

    @Override
    public String toString() {
        return Endpoint.text(this);
    }
}
