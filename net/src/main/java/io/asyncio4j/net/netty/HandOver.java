package io.asyncio4j.net.netty;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.ExceptionContext;
import java.io.IOException;

/// Gives a connection that one loop has accepted to another, which is its home. Stateless.
public final class HandOver {
    private HandOver() {
    }

    /// What the home makes of the connection, on its own thread.
    @FunctionalInterface
    public interface Taking {
        /// Makes the socket one of this loop's.
        void take() throws IOException;
    }

    /// Has `home` take a connection. One that it cannot take is closed, and reported to its exception handler; one that comes
    /// when it is closed is closed too.
    ///
    /// @param home the loop, not the one that runs here
    /// @param taking what it does
    /// @param close closes the connection, which then belongs to no loop
    public static void to(EventLoop home, Taking taking, Runnable close) {
        try {
            home.callSoonThreadsafe(() -> {
                try {
                    taking.take();
                } catch (IOException | RuntimeException failure) {
                    close.run();
                    home.callExceptionHandler(ExceptionContext
                            .of("connection closed: the loop that was to serve it could not take it over")
                            .withException(failure));
                }
            });
        } catch (IllegalStateException loopClosed) {
            close.run();
        }
    }
}
