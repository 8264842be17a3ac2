package io.asyncio4j.net.netty;

import io.asyncio4j.coroutine.Host;
import io.asyncio4j.transport.spi.Endpoint;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.unix.UnixChannelOption;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A channel's addresses and options, by the JDK's names for them. Loop-confined; the addresses are kept, so that they
/// are known after the channel is closed.
final class ChannelEndpoint implements Endpoint {
    private static final Map<SocketOption<?>, ChannelOption<?>> NAMES = Map.of(
            StandardSocketOptions.SO_KEEPALIVE, ChannelOption.SO_KEEPALIVE,
            StandardSocketOptions.TCP_NODELAY, ChannelOption.TCP_NODELAY,
            StandardSocketOptions.SO_SNDBUF, ChannelOption.SO_SNDBUF,
            StandardSocketOptions.SO_RCVBUF, ChannelOption.SO_RCVBUF,
            StandardSocketOptions.SO_REUSEADDR, ChannelOption.SO_REUSEADDR,
            StandardSocketOptions.SO_REUSEPORT, UnixChannelOption.SO_REUSEPORT,
            StandardSocketOptions.SO_LINGER, ChannelOption.SO_LINGER,
            StandardSocketOptions.SO_BROADCAST, ChannelOption.SO_BROADCAST,
            StandardSocketOptions.IP_TOS, ChannelOption.IP_TOS);

    private final Channel channel;
    private @Nullable SocketAddress local;
    private @Nullable SocketAddress remote;

    ChannelEndpoint(Channel channel) {
        this.channel = channel;
    }

    /// Sets the options before the socket is used.
    static void apply(Channel channel, Map<SocketOption<?>, Object> options) {
        options.forEach((option, value) -> set(channel, option, value));
    }

    @Override
    public @Nullable SocketAddress localAddress() {
        if (local == null) {
            local = plain(channel.localAddress());
        }
        return local;
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        if (remote == null) {
            remote = plain(channel.remoteAddress());
        }
        return remote;
    }

    /// Without the name under which the address was found, which is not the socket's to know.
    private static @Nullable SocketAddress plain(@Nullable SocketAddress address) {
        if (!(address instanceof InetSocketAddress internet) || internet.isUnresolved()) {
            return address;
        }
        try {
            InetAddress numbers = internet.getAddress();
            InetAddress unnamed = numbers instanceof Inet6Address scoped
                    ? Inet6Address.getByAddress(null, scoped.getAddress(), scoped.getScopeId())
                    : InetAddress.getByAddress(numbers.getAddress());
            return new InetSocketAddress(unnamed, internet.getPort());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("address has a wrong length: " + internet, impossible);
        }
    }

    @Override
    public <T> T getOption(SocketOption<T> option) {
        Object[] value = new Object[1];
        Host.current().call(() -> value[0] = channel.config().getOption(netty(channel, option)));
        if (value[0] == null) {
            throw unknown(option);
        }
        return option.type().cast(value[0]);
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) {
        Host.current().call(() -> set(channel, option, value));
    }

    private static void set(Channel channel, SocketOption<?> option, Object value) {
        if (!channel.config().setOption(netty(channel, option), value)) {
            throw unknown(option);
        }
    }

    @SuppressWarnings("unchecked")
    private static ChannelOption<Object> netty(Channel channel, SocketOption<?> option) {
        ChannelOption<?> known = NAMES.get(option);
        if (known != null && channel.config().getOptions().containsKey(known)) {
            return (ChannelOption<Object>) known;
        }
        return (ChannelOption<Object>) NioChannelOption.of(option); // refused by all channels but the JDK's
    }

    private static UnsupportedOperationException unknown(SocketOption<?> option) {
        return new UnsupportedOperationException(
                "socket option is not known to this kind of socket: " + option.name()
                        + "; leave it out, or use another -Dasyncio4j.io");
    }

    @Override
    public String toString() {
        return localAddress() + " - " + remoteAddress();
    }
}
