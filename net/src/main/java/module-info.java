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
}
