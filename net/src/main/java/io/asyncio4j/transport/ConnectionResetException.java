package io.asyncio4j.transport;

import java.net.SocketException;

/// The peer broke the connection off, or it was lost before the operation: Python's `ConnectionResetError`.
public final class ConnectionResetException extends SocketException {
    private static final long serialVersionUID = 1L;

    /// With a message that says which operation and which peer.
    public ConnectionResetException(String message) {
        super(message);
    }
}
