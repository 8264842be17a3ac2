package io.asyncio4j.http.server;

/// Answers requests. Called in a task of its own for each request; may await.
@FunctionalInterface
public interface Handler {

    /// {@return the answer}
    ///
    /// @param request the request, its body already there
    /// @throws Exception whatever goes wrong; the client gets 500 without detail, the loop's exception handler the exception
    Response handle(Request request) throws Exception;
}
