package io.asyncio4j.http.codec;

/// Where a server's requests go.
@FunctionalInterface
public interface RequestSink {

    /// Takes a request over. Called on the loop's thread from within a network callback: starts a task and returns, never awaits.
    ///
    /// @param exchange the request and the way to answer it
    void accept(ServerExchange exchange);
}
