package io.asyncio4j.http.codec;

import io.asyncio4j.coroutine.Host;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.net.netty.NettyChannels;
import io.asyncio4j.task.Future;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/// A listening socket and the connections it accepted. Loop-confined.
public final class ServerListener {

    private final EventLoop loop;
    private final ServerConnections connections = new ServerConnections();
    private @Nullable Channel channel;

    private ServerListener(EventLoop loop) {
        this.loop = loop;
    }

    /// Listens on an address.
    ///
    /// @param loop the running loop
    /// @param address where to listen; port 0 takes a free one
    /// @param backlog connections the system may hold before they are accepted
    /// @param options how connections behave
    /// @param sink where requests go
    /// @return done when the socket listens, or with the `IOException` of the system
    public static Future<ServerListener> bind(EventLoop loop, InetSocketAddress address, int backlog,
            ServerWireOptions options, RequestSink sink) {
        Future<ServerListener> bound = new Future<>(loop);
        ServerListener listener = new ServerListener(loop);
        Host.current().call(() -> {
            NettyChannels network = NettyChannels.of(loop);
            new ServerBootstrap().group(network.eventLoop()).channelFactory(network::serverSocket)
                    .option(ChannelOption.SO_BACKLOG, backlog).option(ChannelOption.SO_REUSEADDR, true)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                    .childHandler(listener.initializer(network, options, sink)).bind(address)
                    .addListener(done -> {
                        Channel made = ((io.netty.channel.ChannelFuture) done).channel();
                        if (bound.isDone()) {
                            made.close();
                        } else if (done.isSuccess()) {
                            network.track(made);
                            listener.channel = made;
                            bound.setResult(listener);
                        } else {
                            bound.setException(done.cause());
                        }
                    });
        });
        return bound;
    }

    private ChannelInitializer<Channel> initializer(NettyChannels network, ServerWireOptions options,
            RequestSink sink) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel accepted) {
                network.track(accepted);
                SSLContext ssl = options.ssl();
                if (ssl != null) {
                    SSLEngine engine = ssl.createSSLEngine();
                    engine.setUseClientMode(false);
                    accepted.pipeline().addLast(new SslHandler(engine));
                }
                RequestDecoder decoder = new RequestDecoder(options.limits());
                accepted.pipeline().addLast(decoder, new HttpResponseEncoder(),
                        new ServerConnection(loop, options, sink, connections, decoder));
            }
        };
    }

    /// {@return where it listens}
    public InetSocketAddress address() {
        Channel listening = channel;
        if (listening == null) {
            throw new IllegalStateException("server does not listen; start it first");
        }
        return (InetSocketAddress) listening.localAddress();
    }

    /// {@return the number of open connections}
    public int connections() {
        return connections.size();
    }

    /// Accepts no more connections, closes idle ones, lets running requests finish.
    ///
    /// @return done when no connection is open
    public Future<@Nullable Void> drain() {
        Future<@Nullable Void> empty = new Future<>(loop);
        Host.current().call(() -> {
            if (channel != null) {
                channel.close();
            }
            connections.drain();
            connections.whenEmpty(empty);
        });
        return empty;
    }

    /// Closes everything at once.
    public void close() {
        Host.current().call(() -> {
            if (channel != null) {
                channel.close();
            }
            connections.closeAll();
        });
    }
}
