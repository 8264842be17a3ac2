package io.asyncio4j.http.codec;

import io.asyncio4j.http.HttpLimits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.util.List;

/// Netty's response decoder behind a [HeadGuard]. Loop-confined.
final class ResponseDecoder extends HttpResponseDecoder {

    private final HeadGuard guard;
    private boolean bodiless;
    private boolean touched;

    ResponseDecoder(HttpLimits limits) {
        super(DecoderConfigs.of(limits));
        guard = new HeadGuard(limits, false);
    }

    /// @param bodiless whether the next response has no body whatever its headers say, as after HEAD
    void expect(boolean bodiless) {
        this.bodiless = bodiless;
        touched = false;
    }

    /// {@return whether any byte has come since the last request}
    boolean isTouched() {
        return touched;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object input) throws Exception {
        touched = true;
        super.channelRead(ctx, input);
    }

    /// {@return whether bytes are at hand that no message used up}
    boolean hasRest() {
        return actualReadableBytes() > 0;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (!guard.admit(in, out)) {
            return;
        }
        int before = out.size();
        super.decode(ctx, in, out);
        guard.note(out, before);
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        return bodiless || super.isContentAlwaysEmpty(message);
    }
}
