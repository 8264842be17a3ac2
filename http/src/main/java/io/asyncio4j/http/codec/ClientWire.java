package io.asyncio4j.http.codec;

import io.asyncio4j.coroutine.Host;
import io.asyncio4j.http.HttpLimits;
import io.asyncio4j.http.Phase;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.Future;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;

/// An open connection to a server that carries one request at a time. Loop-confined.
public final class ClientWire {

    private final EventLoop loop;
    private final Channel channel;
    private final ClientWireHandler handler;

    ClientWire(EventLoop loop, Channel channel, HttpLimits limits, ResponseDecoder decoder) {
        this.loop = loop;
        this.channel = channel;
        this.handler = new ClientWireHandler(loop, limits, decoder);
    }

    ClientWireHandler handler() {
        return handler;
    }

    /// Sends a request.
    ///
    /// @param label method and address, with which messages of errors begin
    /// @param request the request
    /// @return done with the whole response, or with an `HttpException`
    public Future<IncomingResponse> exchange(String label, OutgoingRequest request) {
        Future<IncomingResponse> future = new Future<>(loop);
        Host.current().call(() -> {
            if (handler.begin(label, request.method().name().equals("HEAD"), future, channel)) {
                channel.writeAndFlush(message(request)).addListener(sent -> {
                    if (!sent.isSuccess()) {
                        handler.sendingFailed(channel, sent.cause());
                    }
                });
            }
        });
        return future;
    }

    /// {@return how far the running request has come}
    public Phase phase() {
        return handler.isInBody() ? Phase.BODY : Phase.RESPONSE;
    }

    /// {@return whether any byte of the response to the last request has come}
    public boolean hasAnswered() {
        return handler.hasAnswered();
    }

    /// {@return whether the connection can carry a request, as far as is known}
    public boolean isOpen() {
        return channel.isActive() && !handler.isSpoilt();
    }

    /// Runs `action` once when the connection closes.
    ///
    /// @param action what to do; called on the loop's thread from within a network callback, never awaits
    public void onClose(Runnable action) {
        Host.current().call(() -> channel.closeFuture().addListener(closed -> action.run()));
    }

    /// Closes the connection; a running request fails.
    public void close() {
        Host.current().call(channel::close);
    }

    private static DefaultFullHttpRequest message(OutgoingRequest request) {
        var message =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.valueOf(request.method().name()),
                        request.target(), Unpooled.wrappedBuffer(request.body()));
        Translation.copy(request.headers(), message.headers());
        boolean usuallyHasBody = switch (request.method().name()) {
            case "POST", "PUT", "PATCH" -> true;
            default -> false;
        };
        if (request.body().length > 0 || usuallyHasBody) {
            message.headers().set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(request.body().length));
        }
        return message;
    }
}
