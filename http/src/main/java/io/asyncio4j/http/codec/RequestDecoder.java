package io.asyncio4j.http.codec;

import io.asyncio4j.http.HttpLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Netty's request decoder behind a [HeadGuard], able to pause between messages. Loop-confined.
///
/// Netty's own pair of decoder and encoder drops a connection whose client sends many requests at once. Pausing keeps the
/// bytes undecoded instead, and the socket unread, until the first requests are answered.
///
/// Implementation note. While paused, the end of input is kept back too, because the base class throws undecoded bytes away
/// then, and it is not asked whether to read on, because it would read on in search of a whole message.
final class RequestDecoder extends HttpRequestDecoder {
    // Netty's epoll channel loses what it has not read when a peer shuts its output while reading is off. So while the
    // decoder is paused reading goes on, up to this much.
    private static final int HELD_BYTES = 64 * 1024;

    private final HeadGuard guard;
    private boolean paused;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Object heldBack;

    RequestDecoder(HttpLimits limits) {
        super(DecoderConfigs.of(limits));
        guard = new HeadGuard(limits, true);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (paused) {
            if (in.readableBytes() > HELD_BYTES) {
                ctx.channel().config().setAutoRead(false);
            }
            return;
        }
        if (!guard.admit(in, out)) {
            return;
        }
        int before = out.size();
        super.decode(ctx, in, out);
        guard.note(out, before);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        if (paused) {
            ctx.fireChannelReadComplete();
        } else {
            super.channelReadComplete(ctx);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (paused && event instanceof ChannelInputShutdownEvent) {
            heldBack = event;
        } else {
            super.userEventTriggered(ctx, event);
        }
    }

    boolean isPaused() {
        return paused;
    }

    void pause() {
        paused = true;
    }

    /// Goes on with the bytes at hand.
    void resume() throws Exception {
        paused = false;
        ChannelHandlerContext ctx = context;
        if (ctx != null && !ctx.isRemoved()) {
            channelRead(ctx, Unpooled.EMPTY_BUFFER);
            Object event = heldBack;
            if (event != null && !paused) {
                heldBack = null;
                super.userEventTriggered(ctx, event);
            }
        }
    }

    void refuseRest() {
        guard.refuse();
    }

    boolean isMidHead() {
        return guard.isMidHead();
    }

    boolean isMidBody() {
        return guard.isMidBody();
    }
}
