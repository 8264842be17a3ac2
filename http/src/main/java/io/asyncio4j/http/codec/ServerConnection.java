package io.asyncio4j.http.codec;

import io.asyncio4j.http.Headers;
import io.asyncio4j.http.HttpLimits;
import io.asyncio4j.http.Method;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.ExceptionContext;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// A connection of the server: takes requests in, hands them on one at a time, sends the answers in order. Loop-confined.
///
/// Implementation note. Reading and answering go on side by side; the end has its own states:
///
/// | end | reading | answering |
/// |---|---|---|
/// | OPEN | until the queue is full | one request at a time, the rest queued |
/// | LAST | as before | the running request is answered with `Connection: close` |
/// | LINGERING | thrown away until the peer closes or time is up | nothing more; output is shut down |
/// | CLOSED | - | - |
///
/// OPEN to LAST by `drain`; OPEN or LAST to LINGERING after a refusal or a response that closes; any to CLOSED. Closing a
/// socket with unread input would reset the connection and could destroy the last answer on its way, hence LINGERING.
///
/// While the peer does not read what it is sent, no further request is handed on, so that answers do not pile up.
///
/// One timer serves, in this order: answers that do not drain, a head begun (from its first byte), a body begun (from its last
/// piece), an answer under way (none), idle. Invariant: `busy`, or an empty queue, or answers that do not drain.
final class ServerConnection extends ChannelInboundHandlerAdapter {

    private enum End {
        OPEN, LAST, LINGERING, CLOSED
    }

    private final EventLoop loop;
    private final ServerWireOptions options;
    private final RequestSink sink;
    private final ServerConnections connections;
    private final RequestDecoder decoder;
    private final DeadlineTimer timer;
    private final Queue<IncomingRequest> queue = new ArrayDeque<>();
    private @Nullable ChannelHandlerContext context;
    private @Nullable IncomingRequest head;
    private @Nullable BodyBuffer body;
    private @Nullable Refusal refusal;
    private End end = End.OPEN;
    private boolean busy;
    private boolean served;
    private boolean headTimed;
    private boolean continueOwed;
    private boolean inputClosed;
    private long undrained;

    ServerConnection(EventLoop loop, ServerWireOptions options, RequestSink sink,
            ServerConnections connections,
            RequestDecoder decoder) {
        this.loop = loop;
        this.options = options;
        this.sink = sink;
        this.connections = connections;
        this.decoder = decoder;
        this.timer = new DeadlineTimer(loop, this::timeUp);
    }

    // ---- reading

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        connections.add(this);
        watch();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (refusal != null || end == End.LINGERING || end == End.CLOSED) {
                return;
            }
            if (message instanceof Refusal scanned) {
                refuse(scanned);
            }
            if (message instanceof HttpRequest request) {
                takeHead(request);
            }
            if (message instanceof HttpContent content && refusal == null) {
                takeContent(content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        watch();
    }

    private void takeHead(HttpRequest message) {
        headTimed = false;
        HttpLimits limits = options.limits();
        if (message.decoderResult().isFailure()) {
            refuse(DecoderFailures.refusal(message.decoderResult(), limits, "request is malformed"));
            return;
        }
        Headers headers = Translation.headers(message.headers());
        String method = message.method().name();
        String version = message.protocolVersion().text();
        RequestRules.Verdict verdict = RequestRules.check(method, message.uri(), version, headers, limits);
        if (verdict.refusal() != null) {
            refuse(verdict.refusal());
            return;
        }
        boolean http10 = version.equals("HTTP/1.0");
        boolean keepAlive = http10
                ? headers.lists("Connection", "keep-alive")
                : !headers.lists("Connection", "close");
        head = new IncomingRequest(new Method(method), verdict.target(), verdict.authority(), headers,
                new byte[0],
                keepAlive, http10);
        body = new BodyBuffer(limits.body());
        continueOwed = !http10 && headers.contains("Expect");
        proceed();
    }

    private void takeContent(HttpContent content) {
        IncomingRequest begun = head;
        BodyBuffer buffer = body;
        if (begun == null || buffer == null) {
            return;
        }
        if (content.decoderResult().isFailure()) {
            refuse(DecoderFailures.refusal(content.decoderResult(), options.limits(),
                    "request body is malformed"));
        } else if (!buffer.add(content.content())) {
            refuse(RequestRules.tooLarge(options.limits()));
        } else if (content instanceof LastHttpContent last) {
            if (begun.headers().size() + last.trailingHeaders().size() > options.limits().fields()) {
                refuse(Refusal.of(431, "more than " + options.limits().fields() + " header fields"));
                return;
            }
            head = null;
            body = null;
            continueOwed = false;
            enqueue(buffer.size() == 0
                    ? begun
                    : new IncomingRequest(begun.method(), begun.target(), begun.authority(), begun.headers(),
                            buffer.take(), begun.keepAlive(), begun.http10()));
        }
    }

    private void enqueue(IncomingRequest request) {
        queue.add(request);
        if (queue.size() + (busy ? 1 : 0) >= options.pipeline()) {
            decoder.pause();
        }
        next();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputClosed = true;
            if (end == End.LINGERING) {
                close();
            } else {
                next();
            }
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        undrained = 0;
        if (ctx.channel().isWritable()) {
            next();
            takeMore();
        }
        watch();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A peer that breaks off, and TLS that does not come about, are the peer's affair and happen at its will.
        boolean peers = cause instanceof IOException
                || (cause instanceof DecoderException && cause.getCause() instanceof IOException);
        if (!peers && !loop.isClosed()) {
            loop.callExceptionHandler(
                    ExceptionContext.of("HTTP server connection failed").withException(cause));
        }
        close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end = End.CLOSED;
        timer.close();
        queue.clear();
        head = null;
        body = null;
        connections.remove(this);
    }

    // ---- answering

    private void next() {
        if (busy || end == End.LINGERING || end == End.CLOSED || !wire().channel().isWritable()) {
            return;
        }
        IncomingRequest request = queue.poll();
        if (request != null) {
            busy = true;
            served = true;
            sink.accept(new ServerExchange(this, request));
        } else if (refusal != null) {
            linger(refusal);
        } else if (inputClosed || end == End.LAST) {
            closeWhenSent();
        } else {
            proceed();
        }
    }

    private void proceed() {
        if (continueOwed && !busy && queue.isEmpty()) {
            continueOwed = false;
            ResponseWriter.proceed(wire());
        }
    }

    /// Answers the running request.
    void respond(ServerExchange exchange, OutgoingResponse response) {
        if (!busy || end == End.CLOSED) {
            return;
        }
        busy = false;
        IncomingRequest request = exchange.request();
        boolean close = !request.keepAlive() || end == End.LAST;
        var sent = ResponseWriter.write(wire(), request, response, close);
        if (close) {
            queue.clear();
            decoder.refuseRest();
            end = End.LINGERING;
            sent.addListener(done -> shutdownOutput());
            return;
        }
        next();
        takeMore();
        watch();
    }

    private void takeMore() {
        boolean over = end == End.LINGERING || end == End.CLOSED;
        if (over || !decoder.isPaused() || queue.size() > options.pipeline() / 2) {
            return;
        }
        try {
            decoder.resume();
        } catch (Exception e) {
            exceptionCaught(wire(), e);
            return;
        }
        if (!decoder.isPaused()) {
            wire().channel().config().setAutoRead(true);
        }
    }

    private void refuse(Refusal why) {
        refusal = why;
        head = null;
        body = null;
        continueOwed = false;
        decoder.refuseRest();
        if (!busy && queue.isEmpty()) {
            linger(why);
        }
    }

    private void linger(Refusal why) {
        end = End.LINGERING;
        ResponseWriter.refuse(wire(), why).addListener(done -> shutdownOutput());
    }

    private void shutdownOutput() {
        Channel channel = wire().channel();
        if (end == End.CLOSED || inputClosed || isSecure() || !(channel instanceof DuplexChannel duplex)) {
            close();
            return;
        }
        timer.in(options.lingerSeconds());
        channel.config().setAutoRead(true);
        duplex.shutdownOutput();
    }

    /// Lets the running request finish, then closes; at once when there is none.
    void drain() {
        if (end != End.OPEN) {
            return;
        }
        end = End.LAST;
        if (!busy && refusal == null) {
            closeWhenSent();
        }
    }

    private void closeWhenSent() {
        wire().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> close());
    }

    void close() {
        timer.close();
        wire().close();
    }

    // ---- time

    private void watch() {
        if (end == End.LINGERING || end == End.CLOSED) {
            return;
        }
        if (!wire().channel().isWritable()) {
            timer.in(options.bodySeconds());
            return;
        }
        if (decoder.isMidHead()) {
            if (!headTimed) {
                headTimed = true;
                timer.in(options.headSeconds());
            }
            return;
        }
        headTimed = false;
        if (head != null && !continueOwed) {
            timer.in(options.bodySeconds());
        } else if (busy || refusal != null) {
            timer.clear();
        } else {
            timer.in(served ? options.idleSeconds() : options.headSeconds());
        }
    }

    private void timeUp() {
        long left = wire().channel().bytesBeforeWritable();
        if (left > 0 && left != undrained) {
            undrained = left;
            timer.in(options.bodySeconds());
            return;
        }
        if (left > 0) {
            close();
            return;
        }
        if (end == End.OPEN || end == End.LAST) {
            if (decoder.isMidHead()) {
                refuse(Refusal.of(408, "request headers took too long"));
                return;
            }
            if (head != null) {
                refuse(Refusal.of(408, "request body took too long"));
                return;
            }
        }
        if (!busy) {
            close();
        }
    }

    // ---- who and where

    String peer() {
        return wire().channel().remoteAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress() + ":" + address.getPort()
                : "unknown";
    }

    boolean isSecure() {
        return options.ssl() != null;
    }

    private ChannelHandlerContext wire() {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            throw new IllegalStateException("connection is not in a pipeline; add it first");
        }
        return ctx;
    }
}
