package io.asyncio4j.tls;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.TimerHandle;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Future;
import io.asyncio4j.transport.ConnectionAbortedException;
import io.asyncio4j.transport.ConnectionResetException;
import io.asyncio4j.transport.ExtraInfo;
import io.asyncio4j.transport.LayerRequest;
import io.asyncio4j.transport.LayerableTransport;
import io.asyncio4j.transport.Protocol;
import io.asyncio4j.transport.Transport;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

import org.jspecify.annotations.Nullable;

/// TLS between the transport below, whose protocol it is, and the protocol on top, which it gives a [TlsTransport]:
/// asyncio's `SSLProtocol`.
///
/// Loop-confined.
///
/// @implNote States of the connection; [Upward] has those of what the protocol on top has heard:
///
/// | state     | meaning | goes to |
/// |-----------|---------|---------|
/// | UNWRAPPED | not begun, or over | HANDSHAKE |
/// | HANDSHAKE | writes are kept until it is done | WRAPPED; UNWRAPPED when it fails |
/// | WRAPPED   | data goes both ways | FLUSHING by close or by the peer's end |
/// | FLUSHING  | what was received is still handed up, unless paused | SHUTDOWN |
/// | SHUTDOWN  | our farewell is sent, the peer's is awaited | UNWRAPPED when the transport below is lost |
final class TlsProtocol implements Protocol {
    private static final Logger LOG = System.getLogger("io.asyncio4j.tls");
    private static final int READ_HIGH = 256 * 1024;
    private static final int READ_LOW = READ_HIGH / 4;

    private enum State {
        UNWRAPPED, HANDSHAKE, WRAPPED, FLUSHING, SHUTDOWN
    }

    private final EventLoop loop;
    private final Tls tls;
    private final TlsEngine engine;
    private final String peer;
    private final TlsTransport above;
    private final Upward upward;
    private final TlsOutput output;
    private final Map<ExtraInfo<?>, Object> extra = new HashMap<>();
    private final byte[] early;
    private State state = State.UNWRAPPED;
    private @Nullable Future<@Nullable Void> ready;
    private @Nullable LayerableTransport below;
    private @Nullable TimerHandle handshakeTimer;
    private @Nullable TimerHandle shutdownTimer;
    private boolean ended;
    private boolean readingPaused;
    private boolean belowReadingPaused;

    TlsProtocol(Tls tls, TlsEngine engine, LayerRequest request) {
        this.loop = request.loop();
        this.tls = tls;
        this.engine = engine;
        this.peer = request.host() == null ? "peer" : request.host();
        this.ready = request.ready();
        this.early = request.early();
        this.above = new TlsTransport(this);
        this.upward = new Upward(loop, above, request.protocol(), request.connectionMade());
        this.output = new TlsOutput(engine, upward);
        extra.put(TlsInfo.SSLCONTEXT, tls.context());
    }

    TlsTransport above() {
        return above;
    }

    // ---- what the transport below calls

    @Override
    public void connectionMade(Transport transport) {
        LayerableTransport under = (LayerableTransport) transport;
        below = under;
        output.begin(under);
        state = State.HANDSHAKE;
        handshakeTimer = loop.callLater(tls.handshakeTimeout(), this::handshakeTakesTooLong);
        if (early.length > 0) {
            engine.feed(early);
        }
        handshake();
    }

    @Override
    public void dataReceived(byte[] data) {
        engine.feed(data);
        switch (state) {
            case HANDSHAKE -> handshake();
            case WRAPPED -> read();
            case FLUSHING -> flush();
            case SHUTDOWN -> shutdown();
            case UNWRAPPED -> {
            } // a late piece of a connection that is given up
        }
    }

    @Override
    public boolean eofReceived() {
        ended = true;
        switch (state) {
            case HANDSHAKE -> handshakeFailed(new ConnectionResetException(
                    "TLS handshake with " + peer
                            + " failed: the peer closed the connection; does it speak TLS there?"));
            case WRAPPED -> {
                state = State.FLUSHING;
                if (readingPaused) {
                    return true; // the rest is handed up when reading is resumed
                }
                flush();
            }
            case FLUSHING -> {
                writeKept();
                state = State.SHUTDOWN;
                shutdown();
            }
            case SHUTDOWN -> shutdown();
            case UNWRAPPED -> {
                return false;
            }
        }
        return false;
    }

    @Override
    public void connectionLost(@Nullable Throwable failure) {
        output.clear();
        above.markClosed();
        if (state != State.HANDSHAKE) {
            upward.lost(failure);
        }
        state = State.UNWRAPPED;
        wakeUp(handshakeCutBy(failure));
        handshakeTimer = cancelled(handshakeTimer);
        shutdownTimer = cancelled(shutdownTimer);
        engine.release();
    }

    private Throwable handshakeCutBy(@Nullable Throwable failure) {
        if (failure == null) {
            return new ConnectionAbortedException("TLS handshake with " + peer + " failed: the connection was closed");
        }
        if (failure instanceof ConnectionResetException) {
            ConnectionResetException told = new ConnectionResetException("TLS handshake with " + peer
                    + " failed: the peer reset the connection; does it speak TLS there?");
            told.initCause(failure);
            return told;
        }
        return failure;
    }

    @Override
    public void pauseWriting() {
        output.pauseBelow();
    }

    @Override
    public void resumeWriting() {
        output.resumeBelow();
    }

    // ---- handshake

    private void handshakeTakesTooLong() {
        if (state == State.HANDSHAKE) {
            fatal(new ConnectionAbortedException("TLS handshake with " + peer + " takes longer than "
                    + tls.handshakeTimeout() + " seconds: the connection is given up"), "");
        }
    }

    private void handshake() {
        try {
            boolean complete = engine.handshake();
            output.putOut();
            if (complete) {
                handshakeDone();
            }
        } catch (SSLException failure) {
            handshakeFailed(readable(failure));
        } catch (RuntimeException failure) {
            handshakeFailed(failure);
        }
    }

    private SSLHandshakeException readable(SSLException failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String why = root.getMessage() == null ? root.toString() : root.getMessage().replaceFirst("\\.$", "");
        SSLHandshakeException readable = new SSLHandshakeException(
                "TLS handshake with " + peer + " failed: " + why + "; " + advice(why));
        readable.initCause(failure);
        return readable;
    }

    private static String advice(String why) {
        if (why.contains("certification path")) {
            return "check the certificate, or trust its issuer (TlsBuilder.trust)";
        }
        if (why.contains("subject alternative") || why.startsWith("No name matching")) {
            return "connect by a name that the certificate has, or give that (Tls.withServerHostname)";
        }
        return why.contains("plaintext connection") || why.contains("WRONG_VERSION_NUMBER")
                ? "check that the other side speaks TLS on this port"
                : "check the certificates, the host name and the TLS versions of both sides";
    }

    private void handshakeDone() {
        handshakeTimer = cancelled(handshakeTimer);
        state = State.WRAPPED;
        tls.note(engine.engine(), extra);
        upward.made();
        wakeUp(null);
        writeKept();
        read();
    }

    private void handshakeFailed(Throwable failure) {
        handshakeTimer = cancelled(handshakeTimer);
        state = State.UNWRAPPED;
        sayWhy();
        fatal(failure, "TLS handshake failed");
        wakeUp(failure);
    }

    /// Sends the alert that tells the peer why, if there is one.
    private void sayWhy() {
        try {
            engine.farewell();
            output.putOut();
        } catch (SSLException _) {
            output.forget();
        }
    }

    private void wakeUp(@Nullable Throwable failure) {
        Future<@Nullable Void> waiting = ready;
        ready = null;
        if (waiting == null || waiting.isDone()) {
            return;
        }
        if (failure == null) {
            waiting.setResult(null);
        } else {
            waiting.setException(failure);
        }
    }

    // ---- receiving

    private void read() {
        if (state != State.WRAPPED && state != State.FLUSHING) {
            return;
        }
        try {
            while (!readingPaused && (state == State.WRAPPED || state == State.FLUSHING)) {
                byte[] plain = engine.read();
                if (plain.length > 0) {
                    upward.hand(plain);
                } else {
                    break;
                }
            }
            if (engine.peerHasClosed() && !readingPaused) {
                tellEnd();
                startShutdown();
            }
            output.writeKept();
            controlReading();
        } catch (Throwable failure) {
            Upward.escape(failure);
            fatal(failure, "Fatal error on SSL protocol");
        }
    }

    private void tellEnd() {
        try {
            upward.ended();
        } catch (Throwable failure) {
            Upward.escape(failure);
            fatal(failure, "Error calling eofReceived()");
        }
    }

    private void controlReading() {
        LayerableTransport transport = below;
        if (transport == null) {
            return;
        }
        int size = engine.fed();
        if (size >= READ_HIGH && !belowReadingPaused) {
            belowReadingPaused = true;
            transport.pauseReading();
        } else if (size <= READ_LOW && belowReadingPaused) {
            belowReadingPaused = false;
            transport.resumeReading();
        }
    }

    boolean isReading() {
        return !readingPaused;
    }

    void pauseReading() {
        readingPaused = true;
    }

    void resumeReading() {
        if (readingPaused) {
            readingPaused = false;
            loop.callSoon(this::resume);
        }
    }

    private void resume() {
        switch (state) {
            case WRAPPED -> read();
            case FLUSHING -> flush();
            case SHUTDOWN -> shutdown();
            case HANDSHAKE, UNWRAPPED -> controlReading();
        }
    }

    // ---- sending

    void send(ByteBuffer data) {
        if (dropsWrites()) {
            output.drop(data, peer);
        } else if (state == State.HANDSHAKE || output.hasKept()) {
            output.keep(data);
        } else {
            try {
                output.write(data);
            } catch (SSLException failure) {
                fatal(failure, "Fatal error on SSL protocol");
            }
        }
    }

    private void writeKept() {
        try {
            output.writeKept();
        } catch (SSLException failure) {
            fatal(failure, "Fatal error on SSL protocol");
        }
    }

    boolean dropsWrites() {
        return state != State.WRAPPED && state != State.HANDSHAKE;
    }

    TlsOutput output() {
        return output;
    }

    // ---- the end

    /// asyncio's close(): flushes, says farewell, waits for the peer's.
    void startShutdown() {
        switch (state) {
            case FLUSHING, SHUTDOWN, UNWRAPPED -> {
                return;
            }
            case HANDSHAKE -> {
                above.markClosed();
                abort(null);
            }
            case WRAPPED -> {
                above.markClosed();
                state = State.FLUSHING;
                shutdownTimer = loop.callLater(tls.shutdownTimeout(), this::shutdownTakesTooLong);
                flush();
            }
        }
    }

    private void shutdownTakesTooLong() {
        if ((state == State.FLUSHING || state == State.SHUTDOWN) && below != null) {
            below.abort(new TimeoutException("TLS shutdown timed out: " + peer + " did not answer within "
                    + tls.shutdownTimeout() + " seconds"));
        }
    }

    private void flush() {
        read();
        if (state == State.FLUSHING) {
            state = State.SHUTDOWN;
            shutdown();
        }
    }

    private void shutdown() {
        try {
            boolean complete = ended || engine.shutdown();
            output.putOut();
            if (complete) {
                tellEnd();
                shutdownTimer = cancelled(shutdownTimer);
                LayerableTransport transport = below;
                if (transport != null) {
                    loop.callSoon(transport::close);
                }
            }
        } catch (SSLException failure) {
            shutdownTimer = cancelled(shutdownTimer);
            fatal(failure, "Fatal error on SSL protocol");
        }
    }

    void abort(@Nullable Throwable failure) {
        state = State.UNWRAPPED;
        LayerableTransport transport = below;
        if (transport != null) {
            if (failure == null) {
                transport.abort();
            } else {
                transport.abort(failure);
            }
        }
    }

    private void fatal(Throwable failure, String message) {
        LayerableTransport transport = below;
        if (transport != null) {
            transport.abort(failure);
        }
        if (failure instanceof IOException) {
            LOG.log(Level.DEBUG, message, failure);
        } else if (!(failure instanceof CancelledError)) {
            upward.report(message, failure);
        }
    }

    private static @Nullable TimerHandle cancelled(@Nullable TimerHandle timer) {
        if (timer != null) {
            timer.cancel();
        }
        return null;
    }

    // ---- what is known

    Upward upward() {
        return upward;
    }

    <T> @Nullable T info(ExtraInfo<T> key) {
        Object known = extra.get(key);
        if (known != null) {
            return key.type().cast(known);
        }
        return below == null ? null : below.getExtraInfo(key);
    }

    @Override
    public String toString() {
        return "TLS with " + peer + ", " + state;
    }
}
