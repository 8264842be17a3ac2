package io.asyncio4j.process;

import io.asyncio4j.transport.BaseProtocol;
import org.jspecify.annotations.Nullable;

/// Reacts to what a child does: asyncio's `SubprocessProtocol`. `connectionMade` comes first and `connectionLost` last,
/// when the child has ended and its pipes are closed; `processExited` may come before the end of a pipe or after it.
public interface SubprocessProtocol extends BaseProtocol {

    /// The child runs and its pipes stand.
    default void connectionMade(SubprocessTransport transport) throws Exception {
    }

    /// The child has written to a pipe.
    ///
    /// @param descriptor 1 for standard output, 2 for standard error
    /// @param data the bytes; the protocol's own to keep
    default void pipeDataReceived(int descriptor, byte[] data) throws Exception {
    }

    /// A pipe is closed.
    ///
    /// @param descriptor 0, 1 or 2
    /// @param failure why, or null for the end of the stream
    default void pipeConnectionLost(int descriptor, @Nullable Throwable failure) throws Exception {
    }

    /// The child has ended; the transport knows the return code.
    default void processExited() throws Exception {
    }
}
