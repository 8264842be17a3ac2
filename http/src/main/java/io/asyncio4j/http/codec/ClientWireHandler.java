package io.asyncio4j.http.codec;

import io.asyncio4j.http.DisconnectedException;
import io.asyncio4j.http.Headers;
import io.asyncio4j.http.HttpException;
import io.asyncio4j.http.HttpLimits;
import io.asyncio4j.http.PayloadException;
import io.asyncio4j.http.ProtocolException;
import io.asyncio4j.http.Status;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.Future;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/// Puts the response to one request together. Loop-confined.
///
/// Implementation note.
///
/// | state | meaning | left by |
/// |---|---|---|
/// | IDLE | no request; whatever comes spoils the connection | `begin` |
/// | HEAD | request sent, no final head yet; 1xx are passed over | head, failure |
/// | BODY | head is there | last content, failure |
/// | SPOILT | failed, closed, or out of step; never used again | - |
///
/// Invariant: `waiting` is set exactly in HEAD and BODY.
final class ClientWireHandler extends ChannelInboundHandlerAdapter {

    private enum State {
        IDLE, HEAD, BODY, SPOILT
    }

    /// More interim answers than that are a way to keep a client busy for ever.
    private static final int MAX_INTERIM = 16;

    private final EventLoop loop;
    private final HttpLimits limits;
    private final ResponseDecoder decoder;
    private State state = State.IDLE;
    private @Nullable Future<IncomingResponse> waiting;
    private String label = "";
    private boolean interim;
    private int interims;
    // What the server said before it was asked.
    private @Nullable Refusal greeting;
    private Status status = Status.OK;
    private Headers headers = Headers.empty();
    private boolean keepAlive;
    private BodyBuffer body = new BodyBuffer(0);
    private @Nullable Inflation inflation;

    ClientWireHandler(EventLoop loop, HttpLimits limits, ResponseDecoder decoder) {
        this.loop = loop;
        this.limits = limits;
        this.decoder = decoder;
    }

    /// {@return whether the request may be written now; if not, `future` has failed}
    boolean begin(String newLabel, boolean head, Future<IncomingResponse> future, Channel channel) {
        if (future.isDone()) {
            return false;
        }
        label = newLabel;
        if (state != State.IDLE || !channel.isActive()) {
            future.setException(greeting != null ? malformed(greeting)
                    : new DisconnectedException(
                            label + ": the connection was closed before the request was sent; try again", null));
            return false;
        }
        state = State.HEAD;
        waiting = future;
        interims = 0;
        interim = false;
        decoder.expect(head);
        return true;
    }

    void sendingFailed(Channel channel, Throwable cause) {
        if (waiting != null && state == State.HEAD) {
            fail(channel, new DisconnectedException(
                    label + ": the server closed the connection while the request was sent; try again",
                    cause));
        }
    }

    boolean isInBody() {
        return state == State.BODY;
    }

    boolean hasAnswered() {
        return decoder.isTouched();
    }

    boolean isSpoilt() {
        return state == State.SPOILT;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (waiting == null) {
                greeting = message instanceof Refusal refusal ? refusal : greeting;
                spoil(ctx.channel());
            } else if (message instanceof Refusal refusal) {
                fail(ctx.channel(), malformed(refusal));
            } else {
                if (message instanceof HttpResponse response) {
                    takeHead(ctx.channel(), response);
                }
                if (message instanceof HttpContent content && waiting != null) {
                    takeContent(ctx.channel(), content);
                }
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (state == State.IDLE && decoder.hasRest()) {
            spoil(ctx.channel());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (state == State.BODY) {
            fail(ctx.channel(), cutOff(null));
        } else if (state == State.HEAD) {
            fail(ctx.channel(), disconnected(null));
        }
        spoil(ctx.channel());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (waiting != null) {
            fail(ctx.channel(), state == State.BODY ? cutOff(cause) : disconnected(cause));
        }
        spoil(ctx.channel());
    }

    private ProtocolException malformed(Refusal refusal) {
        String reason = refusal.reason();
        String advice = reason.equals(HeadScanner.TLS) ? "use https"
                : reason.startsWith(HeadScanner.FOREIGN) ? "check the host and the port"
                        : "report it to the server's owner";
        return new ProtocolException(label + ": the response is malformed: " + reason + "; " + advice, null);
    }

    private void takeHead(Channel channel, HttpResponse message) {
        if (message.decoderResult().isFailure()) {
            fail(channel, new ProtocolException(label + ": the response is malformed: "
                    + message.decoderResult().cause().getMessage() + "; report it to the server's owner",
                    null));
            return;
        }
        int code = message.status().code();
        if (code < 100 || code > 599 || code == 101) {
            fail(channel, new ProtocolException(
                    label + ": the response has the unexpected status " + code + "; nothing asked for it",
                    null));
            return;
        }
        interim = code < 200;
        if (interim) {
            if (++interims > MAX_INTERIM) {
                fail(channel, new ProtocolException(
                        label + ": more than " + MAX_INTERIM + " interim responses; giving up", null));
            }
            return;
        }
        status = new Status(code, message.status().reasonPhrase());
        headers = Translation.headers(message.headers());
        keepAlive = message.protocolVersion().isKeepAliveDefault()
                ? !headers.lists("Connection", "close")
                : headers.lists("Connection", "keep-alive");
        body = new BodyBuffer(limits.body());
        state = State.BODY;
        String coding = headers.first("Content-Encoding").orElse("");
        if (Inflation.handles(coding)) {
            inflation = Inflation.of(coding, body);
        }
    }

    private void takeContent(Channel channel, HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        if (interim) {
            interim = !last;
            return;
        }
        if (content.decoderResult().isFailure()) {
            fail(channel, new ProtocolException(label + ": the response body is malformed: "
                    + content.decoderResult().cause().getMessage() + "; report it to the server's owner",
                    null));
            return;
        }
        Inflation inflating = inflation;
        try {
            if (inflating != null) {
                inflating.feed(ByteBufUtil.getBytes(content.content()));
                if (last) {
                    inflating.finish();
                }
            } else if (!body.add(content.content())) {
                fail(channel,
                        new PayloadException(label + ": the response body is longer than " + limits.body()
                                + " bytes; raise the limit (HttpLimits.withBody)", null));
                return;
            }
        } catch (Inflation.Failure e) {
            fail(channel, new PayloadException(label + ": " + e.getMessage() + " (limit " + limits.body()
                    + " bytes, status " + status.code() + "); check the server or raise the limit", null));
            return;
        }
        if (last) {
            complete(channel, inflating != null && body.size() > 0);
        }
    }

    private void complete(Channel channel, boolean inflated) {
        Future<IncomingResponse> future = waiting;
        waiting = null;
        state = State.IDLE;
        release();
        boolean reusable = keepAlive && channel.isActive() && !decoder.hasRest();
        if (!reusable) {
            spoil(channel);
        }
        Headers shown = inflated ? headers.without("Content-Encoding").without("Content-Length") : headers;
        if (future != null && !future.isDone()) {
            future.setResult(new IncomingResponse(status, shown, body.take(), reusable));
        }
    }

    private void fail(Channel channel, HttpException failure) {
        Future<IncomingResponse> future = waiting;
        waiting = null;
        spoil(channel);
        if (future != null && !future.isDone() && !loop.isClosed()) {
            future.setException(failure);
        }
    }

    private void spoil(Channel channel) {
        state = State.SPOILT;
        release();
        channel.close();
    }

    private void release() {
        Inflation inflating = inflation;
        inflation = null;
        if (inflating != null) {
            inflating.close();
        }
    }

    private HttpException disconnected(@Nullable Throwable cause) {
        String when = decoder.isTouched() ? "in the middle of its answer" : "without an answer";
        return new DisconnectedException(label + ": the server closed the connection " + when + "; try again", cause);
    }

    private HttpException cutOff(@Nullable Throwable cause) {
        String length = headers.first("Content-Length").map(all -> " of " + all).orElse("");
        return new PayloadException(label + ": the response body was cut off after " + body.size() + length
                + " bytes; try again", cause);
    }
}
