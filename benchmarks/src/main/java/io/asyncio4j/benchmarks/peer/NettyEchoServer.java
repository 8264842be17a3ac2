package io.asyncio4j.benchmarks.peer;

import io.asyncio4j.benchmarks.Tied;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// The echo server on Netty alone, on one event loop of its own thread by epoll:
/// `NettyEchoServer [--tls CERTIFICATE KEY] [--tied]`, to be used as the one on asyncio4j.
public final class NettyEchoServer {
    private static final int BACKLOG = 1024;

    private NettyEchoServer() {
    }

    /// Serves.
    public static void main(String[] arguments) throws Exception {
        SslContext tls = null;
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--tied")) {
                Tied.toStandardInput();
            } else if (arguments[i].equals("--tls")) {
                tls = SslContextBuilder.forServer(new File(arguments[++i]), new File(arguments[++i]))
                        .protocols("TLSv1.3").build();
            }
        }
        SslContext chosen = tls;
        Channel server = new ServerBootstrap().group(new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()))
                .channel(EpollServerSocketChannel.class).option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true).childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (chosen != null) {
                            channel.pipeline().addLast(chosen.newHandler(channel.alloc()));
                        }
                        channel.pipeline().addLast(new Echo());
                    }
                }).bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).sync().channel();
        System.out.println("listening " + ((InetSocketAddress) server.localAddress()).getPort());
        server.closeFuture().sync();
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object data) {
            context.write(data, context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            context.channel().config().setAutoRead(context.channel().isWritable());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
