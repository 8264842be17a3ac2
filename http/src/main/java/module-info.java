/// HTTP client and server.
module io.asyncio4j.http {
    requires static transitive org.jspecify;
    requires transitive io.asyncio4j.net;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;

    exports io.asyncio4j.http;
    exports io.asyncio4j.http.client;
    exports io.asyncio4j.http.server;
}
