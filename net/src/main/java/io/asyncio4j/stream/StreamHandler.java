package io.asyncio4j.stream;

/// Serves one connection of [Streams#startServer]: asyncio's `client_connected_cb`.
@FunctionalInterface
public interface StreamHandler {

    /// Runs in a task of its own and may await. What it throws goes to the loop's exception handler, and the connection
    /// is closed; it is closed as well when the task is cancelled. A handler that returns has to have closed the writer
    /// itself, or leaves the connection to somebody who will.
    void handle(StreamReader reader, StreamWriter writer) throws Exception;
}
