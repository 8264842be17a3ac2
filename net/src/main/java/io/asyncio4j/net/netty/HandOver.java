package io.asyncio4j.net.netty;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.ExceptionContext;
import io.asyncio4j.loop.spi.Droppable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// Gives a connection that one loop has accepted to another, which is its home. Immutable; each part runs on the thread it names.
public final class HandOver implements Droppable {
    private static final Logger LOG = System.getLogger("io.asyncio4j.net");

    private final EventLoop home;
    private final Object connection;
    private final Taking taking;
    private final Runnable close;

    private HandOver(EventLoop home, Object connection, Taking taking, Runnable close) {
        this.home = home;
        this.connection = connection;
        this.taking = taking;
        this.close = close;
    }

    /// What the home makes of the connection, on its own thread.
    @FunctionalInterface
    public interface Taking {
        /// Makes the socket one of this loop's.
        void take() throws IOException;
    }

    /// Has `home` take a connection. One that it cannot take is closed, and reported to its exception handler; one that comes
    /// when it is closed, or that it has not taken by then, is closed with a warning.
    ///
    /// @param home the loop, not the one that runs here
    /// @param connection what the warning names
    /// @param taking what it does
    /// @param close closes the connection, which then belongs to no loop
    public static void to(EventLoop home, Object connection, Taking taking, Runnable close) {
        HandOver handOver = new HandOver(home, connection, taking, close);
        try {
            home.callSoonThreadsafe(handOver);
        } catch (IllegalStateException loopClosed) {
            handOver.dropped();
        }
    }

    @Override
    public void run() {
        try {
            taking.take();
        } catch (Throwable failure) { // errors too: where descriptors are short, a class cannot be loaded
            close.run();
            home.callExceptionHandler(ExceptionContext
                    .of("connection closed: the loop that was to serve it could not take it over")
                    .withException(failure));
        }
    }

    @Override
    public void dropped() {
        LOG.log(Level.WARNING, "connection closed: the loop that was to serve it is closed: {0}; "
                + "close the server that accepts before the loops it hands to", connection);
        close.run();
    }
}
