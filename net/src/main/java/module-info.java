/// Transports, protocols, servers and streams.
module io.asyncio4j.net {
    requires static transitive org.jspecify;
    requires transitive io.asyncio4j.core;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.classes.io_uring;
    requires static io.netty.transport.classes.kqueue;
    requires io.netty.transport.unix.common;
    requires jdk.net;

    uses io.asyncio4j.tls.TlsEngineProvider;
    uses io.asyncio4j.transport.spi.NetworkProvider;

    provides io.asyncio4j.tls.TlsEngineProvider with io.asyncio4j.net.netty.OpenSslEngines;
    provides io.asyncio4j.transport.spi.NetworkProvider with io.asyncio4j.net.netty.NettyProvider;

    exports io.asyncio4j.transport;
    exports io.asyncio4j.transport.spi;
    exports io.asyncio4j.socket;
    exports io.asyncio4j.stream;
    exports io.asyncio4j.tls;
    exports io.asyncio4j.dns;
    exports io.asyncio4j.multicore;
    exports io.asyncio4j.net.netty to io.asyncio4j.http;
    exports io.asyncio4j.net.posix to io.asyncio4j.os;
}
