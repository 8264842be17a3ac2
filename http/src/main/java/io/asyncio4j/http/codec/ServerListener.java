package io.asyncio4j.http.codec;

import io.asyncio4j.coroutine.Host;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.ExceptionContext;
import io.asyncio4j.net.netty.HandOver;
import io.asyncio4j.net.netty.NettyChannels;
import io.asyncio4j.task.Future;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/// The connections of a server on one loop, and the listening socket that accepts them, if it has one. Loop-confined.
public final class ServerListener {

    static {
        NettyChannels.loadForLackOfDescriptors();
    }

    private static final double ACCEPT_RETRY_SECONDS = 1.0;
    /// Made early for the same reason.
    private static final ExceptionContext OUT_OF_RESOURCE =
            ExceptionContext.of("HTTP server cannot accept: out of system resource");

    private final EventLoop loop;
    private final ServerWireOptions options;
    private final RequestSink sink;
    private final ServerConnections connections = new ServerConnections();
    private @Nullable Channel channel;
    private List<ServerListener> turn = List.of();
    private int turns;
    private boolean closed;
    private boolean resting;

    /// A server that does not listen.
    ///
    /// @param loop the running loop
    /// @param options how connections behave
    /// @param sink where requests go
    public ServerListener(EventLoop loop, ServerWireOptions options, RequestSink sink) {
        this.loop = loop;
        this.options = options;
        this.sink = sink;
    }

    /// Listens on an address.
    ///
    /// @param address where to listen; port 0 takes a free one
    /// @param backlog connections the system may hold before they are accepted
    /// @param socketOptions of the listening socket
    /// @return done when the socket listens, or with the `IOException` of the system
    public Future<@Nullable Void> bind(InetSocketAddress address, int backlog,
            Map<SocketOption<?>, Object> socketOptions) {
        Future<@Nullable Void> bound = new Future<>(loop);
        Host.current().call(() -> {
            NettyChannels network = NettyChannels.of(loop);
            new ServerBootstrap().group(network.eventLoop())
                    .channelFactory(() -> network.serverSocket(socketOptions))
                    .option(ChannelOption.SO_BACKLOG, backlog).option(ChannelOption.SO_REUSEADDR, true)
                    .handler(new Turn()).childHandler(new Begin()).bind(address)
                    .addListener(done -> {
                        Channel made = ((io.netty.channel.ChannelFuture) done).channel();
                        if (bound.isDone()) {
                            made.close();
                        } else if (done.isSuccess()) {
                            network.track(made);
                            channel = made;
                            bound.setResult(null);
                        } else {
                            bound.setException(NettyChannels.readable(done.cause(), "listen"));
                        }
                    });
        });
        return bound;
    }

    /// Gives the connections it accepts to all of these in turn, each on its own loop.
    ///
    /// @param listeners at least one
    public void handTo(List<ServerListener> listeners) {
        turn = List.copyOf(listeners);
    }

    /// Passes on what is this loop's, before the bootstrap sees it.
    private final class Turn extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object accepted) {
            ServerListener taker = turn.isEmpty() ? ServerListener.this : turn.get(turns++ % turn.size());
            if (taker == ServerListener.this) {
                context.fireChannelRead(accepted);
                return;
            }
            Channel connection = (Channel) accepted;
            HandOver.to(taker.loop, connection, () -> taker.take(connection), connection.unsafe()::closeForcibly);
        }

        /// Accepting failed. Netty's acceptor would rest too, but within the poll, after which io_uring never accepts again.
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (!resting && !closed) {
                resting = true;
                loop.callSoon(() -> rest(context.channel(), cause));
            }
        }
    }

    private void rest(Channel listening, Throwable cause) {
        Host.current().call(() -> listening.config().setAutoRead(false));
        loop.callLater(ACCEPT_RETRY_SECONDS, () -> {
            resting = false;
            Host.current().call(() -> listening.config().setAutoRead(true));
        });
        loop.callExceptionHandler(OUT_OF_RESOURCE.withException(NettyChannels.readable(cause, "accept")));
    }

    private void take(Channel accepted) {
        if (closed) {
            accepted.unsafe().closeForcibly();
            return;
        }
        Host.current().call(() -> {
            accepted.pipeline().addLast(new Begin());
            ChannelPromise registered = accepted.newPromise();
            accepted.unsafe().register(NettyChannels.of(loop).eventLoop(), registered);
            if (registered.cause() != null) {
                throw new IllegalStateException("register socket failed: " + accepted, registered.cause());
            }
        });
    }

    /// Makes an accepted socket a connection of this loop.
    private final class Begin extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel accepted) {
            NettyChannels.of(loop).track(accepted);
            accepted.pipeline().addLast(new ReadsUntilClose());
            accepted.config().setOption(ChannelOption.TCP_NODELAY, true);
            accepted.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
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
    }

    /// {@return where it listens, or null if it does not}
    public @Nullable InetSocketAddress address() {
        Channel listening = channel;
        return listening == null ? null : (InetSocketAddress) listening.localAddress();
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
            stopAccepting();
            connections.drain();
            connections.whenEmpty(empty);
        });
        return empty;
    }

    /// Closes everything at once.
    public void close() {
        Host.current().call(() -> {
            stopAccepting();
            connections.closeAll();
        });
    }

    private void stopAccepting() {
        closed = true;
        if (channel != null) {
            channel.close();
        }
    }
}
