package io.asyncio4j.http.codec;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/// Stands first in every pipeline and lets no read through once the channel is being closed. Loop-confined.
///
/// Netty's channels of io_uring put a close off while a write is under way, such as the last message of TLS, and yet take a
/// read that comes then, as every turn of reading ends with one. The kernel would keep the connection open for that read
/// after its descriptor is closed: the peer would never see an end.
final class ReadsUntilClose extends ChannelOutboundHandlerAdapter {
    private boolean closing;

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        closing = true;
        context.close(promise);
    }

    @Override
    public void read(ChannelHandlerContext context) {
        if (!closing) {
            context.read();
        }
    }
}
