package io.asyncio4j.transport;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.ExceptionContext;

/// Pauses and resumes a protocol as the write buffer of its transport crosses the limits: asyncio's `_FlowControlMixin`.
///
/// Loop-confined. Paused when the size exceeds the high mark, resumed when it is at or below the low one; what the
/// protocol throws goes to the exception handler.
final class WriteFlow {
    private final EventLoop loop;
    private final BaseTransport transport;
    private WriteBufferLimits limits = WriteBufferLimits.DEFAULT;
    private boolean paused;

    WriteFlow(EventLoop loop, BaseTransport transport) {
        this.loop = loop;
        this.transport = transport;
    }

    WriteBufferLimits limits() {
        return limits;
    }

    void limits(WriteBufferLimits limits) {
        this.limits = limits;
    }

    /// Whether the protocol is paused.
    boolean isPaused() {
        return paused;
    }

    /// To be called when the buffer may have grown to `size`.
    void grown(long size) {
        if (size > limits.high() && !paused) {
            paused = true;
            BaseProtocol protocol = transport.getProtocol();
            try {
                protocol.pauseWriting();
            } catch (Throwable failure) {
                report("protocol.pauseWriting() failed", failure, protocol);
            }
        }
    }

    /// Whether a buffer of `size` would resume the protocol.
    boolean wouldResume(long size) {
        return paused && size <= limits.low();
    }

    /// To be called when the buffer may have shrunk to `size`.
    void shrunk(long size) {
        if (wouldResume(size)) {
            paused = false;
            BaseProtocol protocol = transport.getProtocol();
            try {
                protocol.resumeWriting();
            } catch (Throwable failure) {
                report("protocol.resumeWriting() failed", failure, protocol);
            }
        }
    }

    private void report(String message, Throwable failure, BaseProtocol protocol) {
        Escapes.rethrow(failure);
        loop.callExceptionHandler(
                ExceptionContext.of(message).withException(failure).with("transport", transport)
                        .with("protocol", protocol));
    }
}
