package io.asyncio4j.loop;

/// Is told of failures that nobody awaits: asyncio's `loop.set_exception_handler`. Runs on the loop's thread.
@FunctionalInterface
public interface ExceptionHandler {

    /// Handles the failure; may call [EventLoop#defaultExceptionHandler].
    void handle(EventLoop loop, ExceptionContext context);
}
