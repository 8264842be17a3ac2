package io.asyncio4j.http.codec;

import io.asyncio4j.http.Status;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/// Writes responses with the right framing. Immutable, no state.
///
/// A status that has no body gets none, HEAD gets the length without the bytes, everything else gets both; so the next
/// response on the connection always begins where the client expects it.
final class ResponseWriter {

    private ResponseWriter() {
    }

    static ChannelFuture write(ChannelHandlerContext ctx, IncomingRequest request, OutgoingResponse response,
            boolean close) {
        Status status = response.status();
        boolean bodiless = status.isBodiless();
        boolean head = request.method().name().equals("HEAD");
        FullHttpResponse message = message(status, bodiless || head ? new byte[0] : response.body());
        HttpHeaders headers = message.headers();
        Translation.copy(response.headers(), headers);
        if (!headers.contains(HttpHeaderNames.DATE)) {
            headers.set(HttpHeaderNames.DATE, HttpDate.now());
        }
        if (!bodiless) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(response.body().length));
        }
        if (close) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (request.http10()) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
        return ctx.writeAndFlush(message);
    }

    static ChannelFuture refuse(ChannelHandlerContext ctx, Refusal refusal) {
        byte[] body = (refusal.reason() + "\n").getBytes(StandardCharsets.US_ASCII);
        FullHttpResponse message = message(refusal.status(), body);
        message.headers().set(HttpHeaderNames.DATE, HttpDate.now())
                .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length))
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return ctx.writeAndFlush(message);
    }

    static void proceed(ChannelHandlerContext ctx) {
        ctx.writeAndFlush(message(Status.of(100), new byte[0]));
    }

    private static FullHttpResponse message(Status status, byte[] body) {
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
                new HttpResponseStatus(status.code(), status.reason()), Unpooled.wrappedBuffer(body),
                DefaultHttpHeadersFactory.headersFactory(), DefaultHttpHeadersFactory.trailersFactory());
    }
}
