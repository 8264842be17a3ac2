package io.asyncio4j.tls;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/// An engine between two heaps of bytes, as Python's `SSLObject` between two memory BIOs: ciphertext is fed and drained,
/// plain text is read and written, and nothing ever waits.
///
/// Owner-confined. Certificates are checked and keys are exchanged on the calling thread.
final class TlsEngine {
    private static final byte[] NONE = {};
    private static final int MAX_READ = 256 * 1024;

    private final SSLEngine engine;
    private final Scratch scratch;
    private final Consumer<SSLEngine> release;
    private ByteBuffer incoming = ByteBuffer.wrap(NONE);
    private ByteBuffer outgoing = ByteBuffer.wrap(NONE); // between 0 and its position
    private byte[] early = NONE;
    private boolean established;
    private boolean closed;
    private boolean released;

    /// @param scratch holds what [#write] puts out until [#drain] and [#drained], or [#keep]
    /// @param release takes the engine back at the end
    TlsEngine(SSLEngine engine, Scratch scratch, Consumer<SSLEngine> release) {
        this.engine = engine;
        this.scratch = scratch;
        this.release = release;
    }

    /// Gives the engine back, once; nothing else is to be called afterwards.
    void release() {
        if (!released) {
            released = true;
            release.accept(engine);
        }
    }

    SSLEngine engine() {
        return engine;
    }

    /// Adds ciphertext from the peer; the array belongs to the engine from now on.
    void feed(byte[] data) {
        int old = incoming.remaining();
        if (old == 0) {
            incoming = ByteBuffer.wrap(data);
            return;
        }
        if (incoming.capacity() - incoming.limit() < data.length) {
            // room for a whole record, so that one that comes in many pieces is copied once
            int roomy = Math.max(old + data.length, engine.getSession().getPacketBufferSize());
            incoming = ByteBuffer.allocate(roomy).put(incoming).flip();
        }
        int end = incoming.limit();
        incoming.limit(end + data.length).put(end, data);
    }

    /// How much ciphertext has not been looked at.
    int fed() {
        return incoming.remaining();
    }

    /// How much ciphertext is for the peer.
    int pending() {
        return outgoing.position();
    }

    /// The ciphertext for the peer; to be used at once. Nothing is pending then.
    ByteBuffer drain() {
        ByteBuffer all = outgoing.flip();
        outgoing = ByteBuffer.wrap(NONE);
        return all;
    }

    /// Takes back the buffer that [#drain] gave.
    void drained(ByteBuffer buffer) {
        scratch.giveBack(buffer);
    }

    /// Keeps the ciphertext that cannot be put out now; to be called after [#write] if it is not drained.
    void keep() {
        ByteBuffer now = outgoing;
        if (scratch.owns(now)) {
            outgoing = ByteBuffer.allocate(2 * now.position()).put(now.flip());
            scratch.giveBack(now);
        }
    }

    /// Goes on with the handshake as far as the bytes fed so far allow.
    ///
    /// @return whether it is complete
    boolean handshake() throws SSLException {
        if (established) {
            return true;
        }
        engine.beginHandshake();
        established = negotiate();
        return established;
    }

    /// @return whether there is nothing left to negotiate
    private boolean negotiate() throws SSLException {
        while (true) {
            HandshakeStatus status = engine.getHandshakeStatus();
            switch (status) {
                case FINISHED, NOT_HANDSHAKING -> {
                    return true;
                }
                case NEED_TASK -> runTasks();
                case NEED_WRAP -> {
                    SSLEngineResult result = wrap(ByteBuffer.wrap(NONE));
                    if (result.getStatus() == Status.CLOSED) {
                        closed = true;
                        return true;
                    }
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    if (established) {
                        return true; // what comes may be data, which is for read()
                    }
                    ByteBuffer target = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
                    SSLEngineResult result = unwrap(target);
                    if (result.bytesProduced() > 0) { // OpenSSL sees the handshake's end with what follows it only
                        early = Arrays.copyOf(target.array(), target.position());
                    }
                    if (result.getStatus() == Status.CLOSED) {
                        throw new SSLException("peer closed the connection during the handshake");
                    }
                    if (result.getStatus() == Status.BUFFER_UNDERFLOW && engine.getHandshakeStatus() == status) {
                        return false; // OpenSSL says so too when the last message has ended the handshake
                    }
                }
            }
        }
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    private SSLEngineResult unwrap(ByteBuffer target) throws SSLException {
        SSLEngineResult result = engine.unwrap(incoming, target);
        if (established && result.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
                && engine.getSession().getProtocol().compareTo("TLSv1.3") < 0 && !engine.isInboundDone()) {
            throw new SSLException("peer asked for a renegotiation; it is refused");
        }
        return result;
    }

    private SSLEngineResult wrap(ByteBuffer source) throws SSLException {
        while (true) {
            if (outgoing.hasRemaining()) { // OpenSSL does not always say that there is no room at all
                SSLEngineResult result = engine.wrap(source, outgoing);
                if (result.getStatus() != Status.BUFFER_OVERFLOW) {
                    return result;
                }
            }
            ByteBuffer full = outgoing;
            int room = Math.max(engine.getSession().getPacketBufferSize(), full.position());
            outgoing = ByteBuffer.allocate(full.position() + room).put(full.flip());
            scratch.giveBack(full);
        }
    }

    /// Takes plain text.
    ///
    /// @return the bytes that could be deciphered, none when more ciphertext is needed or the peer has closed
    byte[] read() throws SSLException {
        byte[] plain = early;
        int length = plain.length;
        early = NONE;
        while (incoming.hasRemaining() && !closed && length < MAX_READ) {
            if (plain.length - length < incoming.remaining()) {
                plain = Arrays.copyOf(plain, length + incoming.remaining());
            }
            SSLEngineResult result = unwrap(ByteBuffer.wrap(plain, length, plain.length - length));
            length += result.bytesProduced();
            switch (result.getStatus()) {
                case CLOSED -> closed = true;
                case BUFFER_OVERFLOW ->
                    plain = Arrays.copyOf(plain, length + engine.getSession().getApplicationBufferSize());
                case BUFFER_UNDERFLOW -> {
                    return Arrays.copyOf(plain, length);
                }
                case OK -> negotiate(); // answers to a key update, new session tickets
            }
        }
        return length == plain.length ? plain : Arrays.copyOf(plain, length);
    }

    /// Whether the peer has said that it sends no more.
    boolean peerHasClosed() {
        return closed;
    }

    /// Enciphers what remains in `data`.
    void write(ByteBuffer data) throws SSLException {
        if (outgoing.position() == 0 && outgoing.capacity() == 0) {
            ByteBuffer lent = scratch.borrow();
            outgoing = lent == null ? outgoing : lent;
        }
        while (data.hasRemaining()) {
            SSLEngineResult result = wrap(data);
            if (result.getStatus() == Status.CLOSED) {
                throw new SSLException("TLS is closed; nothing can be written");
            }
            if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                runTasks();
            }
        }
    }

    /// Says that this side sends no more, once.
    ///
    /// @return whether the peer has said so too
    boolean shutdown() throws SSLException {
        farewell();
        while (!closed && incoming.hasRemaining()) {
            byte[] late = read(); // data after our farewell has nobody to go to
            if (late.length == 0 && !closed) {
                return false;
            }
        }
        return closed;
    }

    /// Puts out the last message, an alert or the farewell, as far as there is one.
    void farewell() throws SSLException {
        engine.closeOutbound();
        while (!engine.isOutboundDone()) {
            SSLEngineResult result = wrap(ByteBuffer.wrap(NONE));
            if (result.getStatus() == Status.CLOSED || result.bytesProduced() == 0) {
                return;
            }
        }
    }
}
