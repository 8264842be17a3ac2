package io.asyncio4j.http.codec;

import io.asyncio4j.coroutine.Host;
import io.asyncio4j.http.HttpLimits;
import io.asyncio4j.http.Origin;
import io.asyncio4j.http.Phase;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.net.netty.NettyChannels;
import io.asyncio4j.task.Future;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/// A connection on its way to a server, encrypted if the origin says so. Loop-confined.
public final class Connecting {

    private final EventLoop loop;
    private final Origin origin;
    private final Future<ClientWire> ready;
    private Phase phase = Phase.CONNECT;
    private @Nullable Channel channel;

    private Connecting(EventLoop loop, Origin origin) {
        this.loop = loop;
        this.origin = origin;
        this.ready = new Future<>(loop);
    }

    /// Opens a connection.
    ///
    /// @param loop the running loop
    /// @param origin whom the certificate must name
    /// @param address one address of the origin's host
    /// @param ssl how to encrypt; null for plain text
    /// @param limits how much one response may hold
    /// @return the connection on its way
    public static Connecting to(EventLoop loop, Origin origin, InetAddress address, @Nullable SSLContext ssl,
            HttpLimits limits) {
        Connecting connecting = new Connecting(loop, origin);
        Host.current().call(() -> connecting.start(address, ssl, limits));
        return connecting;
    }

    /// {@return done when requests can be sent, or with the `IOException` of the socket or the handshake}
    public Future<ClientWire> ready() {
        return ready;
    }

    /// {@return CONNECT or TLS}
    public Phase phase() {
        return phase;
    }

    /// Gives up.
    public void abort() {
        Channel begun = channel;
        if (begun != null) {
            Host.current().call(begun::close);
        }
    }

    private void start(InetAddress address, @Nullable SSLContext ssl, HttpLimits limits) {
        NettyChannels network = NettyChannels.of(loop);
        SslHandler tls = ssl == null ? null : new SslHandler(engine(ssl));
        ClientWire[] wire = new ClientWire[1];
        var connect = new Bootstrap().group(network.eventLoop()).channelFactory(network::socket)
                .option(ChannelOption.TCP_NODELAY, true).option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel made) {
                        network.track(made);
                        made.pipeline().addLast(new ReadsUntilClose());
                        if (tls != null) {
                            // The caller's limits of time apply, not the handler's own ten seconds.
                            tls.setHandshakeTimeoutMillis(0);
                            made.pipeline().addLast(tls);
                        }
                        ResponseDecoder decoder = new ResponseDecoder(limits);
                        wire[0] = new ClientWire(loop, made, limits, decoder);
                        made.pipeline().addLast(decoder, new HttpRequestEncoder(), wire[0].handler());
                    }
                }).connect(new InetSocketAddress(address, origin.port()));
        channel = connect.channel();
        connect.addListener(done -> {
            if (!done.isSuccess()) {
                fail(done.cause());
            } else if (tls == null) {
                succeed(wire[0]);
            } else {
                phase = Phase.TLS;
                tls.handshakeFuture().addListener(shaken -> {
                    if (shaken.isSuccess()) {
                        succeed(wire[0]);
                    } else {
                        fail(shaken.cause());
                    }
                });
            }
        });
    }

    private SSLEngine engine(SSLContext ssl) {
        SSLEngine engine = ssl.createSSLEngine(origin.host(), origin.port());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (!isAddress(origin.host())) {
            parameters.setServerNames(List.of(new SNIHostName(origin.host())));
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || Character.isDigit(host.charAt(host.length() - 1));
    }

    private void succeed(ClientWire wire) {
        if (ready.isDone()) {
            wire.close();
        } else {
            ready.setResult(wire);
        }
    }

    private void fail(Throwable cause) {
        abort();
        if (!ready.isDone() && !loop.isClosed()) {
            ready.setException(cause);
        }
    }
}
