package io.asyncio4j.transport;

import java.net.SocketException;

/// The peer no longer receives: Python's `BrokenPipeError`.
public final class BrokenPipeException extends SocketException {
    private static final long serialVersionUID = 1L;

    /// With a message that says which operation and which peer.
    public BrokenPipeException(String message) {
        super(message);
    }
}
