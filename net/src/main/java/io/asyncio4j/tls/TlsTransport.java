package io.asyncio4j.tls;

import io.asyncio4j.transport.BaseProtocol;
import io.asyncio4j.transport.BufferedProtocol;
import io.asyncio4j.transport.ExtraInfo;
import io.asyncio4j.transport.LayerableTransport;
import io.asyncio4j.transport.Protocol;
import io.asyncio4j.transport.WriteBufferLimits;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/// What the protocol on top of TLS writes to: asyncio's `_SSLProtocolTransport`. Loop-confined.
///
/// TLS has no end of one direction only, so [#writeEof()] is not possible. Writing is paused at 512 KiB of unsent bytes,
/// at the mark and not above it, and resumed at 128 KiB.
final class TlsTransport implements LayerableTransport {
    private final TlsProtocol tls;
    private boolean closed;

    TlsTransport(TlsProtocol tls) {
        this.tls = tls;
    }

    void markClosed() {
        closed = true;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            tls.startShutdown();
        }
    }

    @Override
    public void abort() {
        closed = true;
        tls.abort(null);
    }

    @Override
    public void abort(Throwable failure) {
        closed = true;
        tls.abort(failure);
    }

    @Override
    public boolean isClosing() {
        return closed;
    }

    @Override
    public boolean isReading() {
        return tls.isReading() && !closed;
    }

    @Override
    public void pauseReading() {
        tls.pauseReading();
    }

    @Override
    public void resumeReading() {
        tls.resumeReading();
    }

    @Override
    public void write(ByteBuffer data) {
        tls.send(data);
    }

    @Override
    public void writelines(Iterable<byte[]> parts) {
        for (byte[] part : parts) {
            tls.send(ByteBuffer.wrap(part));
        }
    }

    @Override
    public void writeEof() {
        throw new UnsupportedOperationException("writeEof is not possible with TLS; close the transport");
    }

    @Override
    public boolean canWriteEof() {
        return false;
    }

    @Override
    public boolean dropsWrites() {
        return tls.dropsWrites();
    }

    @Override
    public boolean isWritingPaused() {
        return tls.output().isPaused();
    }

    @Override
    public long getWriteBufferSize() {
        return tls.output().unsent();
    }

    @Override
    public WriteBufferLimits getWriteBufferLimits() {
        return tls.output().limits();
    }

    @Override
    public void setWriteBufferLimits(WriteBufferLimits limits) {
        tls.output().limits(limits);
    }

    @Override
    public <T> @Nullable T getExtraInfo(ExtraInfo<T> key) {
        return tls.info(key);
    }

    @Override
    public void setProtocol(BaseProtocol protocol) {
        tls.upward().protocol(checked(protocol));
    }

    static BaseProtocol checked(BaseProtocol protocol) {
        if (protocol instanceof Protocol || protocol instanceof BufferedProtocol) {
            return protocol;
        }
        throw new IllegalArgumentException("TLS cannot serve the protocol: " + protocol.getClass().getName()
                + "; implement Protocol or BufferedProtocol");
    }

    @Override
    public BaseProtocol getProtocol() {
        return tls.upward().protocol();
    }

    @Override
    public String toString() {
        return "TlsTransport[" + tls + (closed ? ", closing]" : "]");
    }
}
