package io.asyncio4j.http.codec;

import io.asyncio4j.coroutine.Host;

/// One request and the way to answer it. Loop-confined.
///
/// Answered once: by [#respond] or by [#abort].
public final class ServerExchange {

    private final ServerConnection connection;
    private final IncomingRequest request;

    ServerExchange(ServerConnection connection, IncomingRequest request) {
        this.connection = connection;
        this.request = request;
    }

    /// {@return the request}
    public IncomingRequest request() {
        return request;
    }

    /// {@return the address of the peer, such as `127.0.0.1:4711`}
    public String peer() {
        return connection.peer();
    }

    /// {@return whether the connection is encrypted}
    public boolean isSecure() {
        return connection.isSecure();
    }

    /// Sends the response, then takes the next request from the connection. Does nothing when the peer is gone.
    ///
    /// @param response the response
    public void respond(OutgoingResponse response) {
        Host.current().call(() -> connection.respond(this, response));
    }

    /// Closes the connection without an answer.
    public void abort() {
        Host.current().call(connection::close);
    }
}
