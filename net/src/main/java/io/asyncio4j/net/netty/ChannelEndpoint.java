package io.asyncio4j.net.netty;

import io.asyncio4j.coroutine.Host;
import io.asyncio4j.transport.TcpOptions;
import io.asyncio4j.transport.spi.Endpoint;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.channel.uring.IoUringChannelOption;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/// A channel's addresses and options, by the JDK's names for them. Loop-confined; the addresses are kept, so that they
/// are known after the channel is closed.
final class ChannelEndpoint implements Endpoint {
    /// The names that one kind of channel or another has for an option.
    private static final Map<SocketOption<?>, List<ChannelOption<?>>> NAMES = Map.ofEntries(
            Map.entry(StandardSocketOptions.SO_KEEPALIVE, List.of(ChannelOption.SO_KEEPALIVE)),
            Map.entry(StandardSocketOptions.TCP_NODELAY, List.of(ChannelOption.TCP_NODELAY)),
            Map.entry(StandardSocketOptions.SO_SNDBUF, List.of(ChannelOption.SO_SNDBUF)),
            Map.entry(StandardSocketOptions.SO_RCVBUF, List.of(ChannelOption.SO_RCVBUF)),
            Map.entry(StandardSocketOptions.SO_REUSEADDR, List.of(ChannelOption.SO_REUSEADDR)),
            Map.entry(StandardSocketOptions.SO_REUSEPORT, List.of(UnixChannelOption.SO_REUSEPORT)),
            Map.entry(StandardSocketOptions.SO_LINGER, List.of(ChannelOption.SO_LINGER)),
            Map.entry(StandardSocketOptions.SO_BROADCAST, List.of(ChannelOption.SO_BROADCAST)),
            Map.entry(StandardSocketOptions.IP_TOS, List.of(ChannelOption.IP_TOS)),
            Map.entry(ExtendedSocketOptions.TCP_KEEPIDLE,
                    List.of(EpollChannelOption.TCP_KEEPIDLE, IoUringChannelOption.TCP_KEEPIDLE)),
            Map.entry(ExtendedSocketOptions.TCP_KEEPINTERVAL,
                    List.of(EpollChannelOption.TCP_KEEPINTVL, IoUringChannelOption.TCP_KEEPINTVL)),
            Map.entry(ExtendedSocketOptions.TCP_KEEPCOUNT,
                    List.of(EpollChannelOption.TCP_KEEPCNT, IoUringChannelOption.TCP_KEEPCNT)),
            Map.entry(TcpOptions.TCP_USER_TIMEOUT,
                    List.of(EpollChannelOption.TCP_USER_TIMEOUT, IoUringChannelOption.TCP_USER_TIMEOUT)));

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

    private static @Nullable SocketAddress plain(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress internet && !internet.isUnresolved() ? unnamed(internet) : address;
    }

    /// Without the name under which the address was found, which is not the socket's to know.
    static InetSocketAddress unnamed(InetSocketAddress internet) {
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
        @Nullable Object[] value = new @Nullable Object[1];
        Host.current().call(() -> {
            checkOpen(option);
            for (ChannelOption<Object> name : names(option)) {
                value[0] = value[0] == null ? channel.config().getOption(name) : value[0];
            }
        });
        if (value[0] == null) {
            throw unknown(option);
        }
        return option.type().cast(value[0]);
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) {
        Host.current().call(() -> {
            checkOpen(option);
            set(channel, option, value);
        });
    }

    private void checkOpen(SocketOption<?> option) {
        if (!channel.isOpen()) {
            throw Failures.closed(option);
        }
    }

    private static void set(Channel channel, SocketOption<?> option, Object value) {
        for (ChannelOption<Object> name : names(option)) {
            if (channel.config().setOption(name, value)) {
                return;
            }
        }
        throw unknown(option);
    }

    /// What a channel may know it by; the last is known to the JDK's channels alone.
    @SuppressWarnings("unchecked")
    private static List<ChannelOption<Object>> names(SocketOption<?> option) {
        List<ChannelOption<Object>> names = new ArrayList<>(3);
        NAMES.getOrDefault(option, List.of()).forEach(name -> names.add((ChannelOption<Object>) name));
        names.add((ChannelOption<Object>) (ChannelOption<?>) NioChannelOption.of(option));
        return names;
    }

    private static UnsupportedOperationException unknown(SocketOption<?> option) {
        return new UnsupportedOperationException(
                "socket option is not known to this kind of socket: " + option.name()
                        + "; leave it out, or use another -Dasyncio4j.io");
    }

    @Override
    public String toString() {
        return Endpoint.text(this);
    }
}
