package io.asyncio4j.tls;

import io.asyncio4j.transport.LayerableTransport;
import io.asyncio4j.transport.WriteBufferLimits;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

/// What is on its way down: plain text that waits for the end of the handshake, and ciphertext that waits for the transport
/// below. Loop-confined. Pauses the protocol on top at the high mark, and resumes it at the low one.
final class TlsOutput {
    private static final Logger LOG = System.getLogger("io.asyncio4j.tls");
    private static final int DROPPED_BEFORE_WARNING = 5;

    private final TlsEngine engine;
    private final Upward upward;
    private final ArrayDeque<ByteBuffer> kept = new ArrayDeque<>(1);
    private @Nullable LayerableTransport below;
    private WriteBufferLimits limits = WriteBufferLimits.high(512 * 1024);
    private long keptBytes;
    private int dropped;
    private boolean paused;
    private boolean belowPaused;

    TlsOutput(TlsEngine engine, Upward upward) {
        this.engine = engine;
        this.upward = upward;
    }

    void begin(LayerableTransport transport) {
        below = transport;
    }

    /// Whether plain text waits.
    boolean hasKept() {
        return !kept.isEmpty();
    }

    /// Keeps a copy of plain text.
    void keep(ByteBuffer data) {
        ByteBuffer copy = ByteBuffer.allocate(data.remaining());
        copy.put(data).flip();
        kept.add(copy);
        keptBytes += copy.remaining();
        control();
    }

    /// Enciphers and sends plain text; nothing is kept.
    void write(ByteBuffer data) throws SSLException {
        engine.write(data);
        putOut();
    }

    /// Enciphers and sends what has been kept.
    void writeKept() throws SSLException {
        for (ByteBuffer first = kept.poll(); first != null; first = kept.poll()) {
            keptBytes -= first.remaining();
            engine.write(first);
        }
        putOut();
    }

    /// Sends the ciphertext that there is, unless the transport below is paused.
    void putOut() {
        LayerableTransport transport = below;
        if (transport != null && engine.pending() > 0) {
            if (belowPaused) {
                engine.keep();
            } else {
                ByteBuffer all = engine.drain();
                transport.write(all);
                engine.drained(all);
            }
        }
        control();
    }

    void pauseBelow() {
        belowPaused = true;
    }

    void resumeBelow() {
        belowPaused = false;
        putOut();
    }

    /// Takes what is written to a connection that is closed; from the fifth time on with a warning.
    void drop(ByteBuffer data, String peer) {
        data.position(data.limit());
        if (dropped++ >= DROPPED_BEFORE_WARNING) {
            LOG.log(Level.WARNING, "write dropped: TLS is closed: {0}", peer);
        }
    }

    /// Forgets everything: the transport below is lost.
    void clear() {
        kept.clear();
        keptBytes = 0;
        forget();
        dropped++;
    }

    /// Forgets the ciphertext.
    void forget() {
        engine.drained(engine.drain());
    }

    // ---- flow control

    boolean isPaused() {
        return paused;
    }

    long unsent() {
        return engine.pending() + keptBytes;
    }

    WriteBufferLimits limits() {
        return limits;
    }

    void limits(WriteBufferLimits marks) {
        limits = marks;
        control();
    }

    private void control() {
        long size = unsent();
        if (size > 0 && size >= limits.high() && !paused) {
            paused = true;
            upward.pauseWriting(true);
        } else if (size <= limits.low() && paused) {
            paused = false;
            upward.pauseWriting(false);
        }
    }
}
