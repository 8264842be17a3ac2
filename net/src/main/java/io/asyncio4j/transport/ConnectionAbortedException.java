package io.asyncio4j.transport;

import java.net.SocketException;

/// The connection was given up on this side: Python's `ConnectionAbortedError`.
public final class ConnectionAbortedException extends SocketException {
    private static final long serialVersionUID = 1L;

    /// With a message that says which operation and which peer.
    public ConnectionAbortedException(String message) {
        super(message);
    }
}
