package io.asyncio4j.transport;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.ExceptionContext;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;

/// Pauses and resumes a protocol as the write buffer of its transport crosses the limits: asyncio's `_FlowControlMixin`.
///
/// Loop-confined. Paused when the size exceeds the high mark, resumed when it is at or below the low one; what the
/// protocol throws goes to the exception handler.
final class WriteFlow {
    private static final int DROPPED_BEFORE_WARNING = 5;

    private final EventLoop loop;
    private final BaseTransport transport;
    private WriteBufferLimits limits = WriteBufferLimits.DEFAULT;
    private boolean paused;
    private int dropped;

    WriteFlow(EventLoop loop, BaseTransport transport) {
        this.loop = loop;
        this.transport = transport;
    }

    WriteBufferLimits limits() {
        return limits;
    }

    /// Sets the limits for a buffer of `size`.
    void limits(WriteBufferLimits limits, long size) {
        this.limits = limits;
        grown(size);
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

    /// Takes what is written to a lost transport; from the fifth time on with a warning.
    void drop(ByteBuffer data, String warning) {
        data.position(data.limit());
        if (++dropped >= DROPPED_BEFORE_WARNING) {
            WireTransport.LOG.log(Level.WARNING, warning, transport);
        }
    }

    private void report(String message, Throwable failure, BaseProtocol protocol) {
        Escapes.rethrow(failure);
        loop.callExceptionHandler(
                ExceptionContext.of(message).withException(failure).with("transport", transport)
                        .with("protocol", protocol));
    }
}
