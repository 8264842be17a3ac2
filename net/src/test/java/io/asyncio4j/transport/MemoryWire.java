package io.asyncio4j.transport;

import io.asyncio4j.transport.spi.Endpoint;
import io.asyncio4j.transport.spi.EndpointWithoutOptions;
import io.asyncio4j.transport.spi.Wire;
import io.asyncio4j.transport.spi.WireListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// A wire whose other end is the test: it says what arrives and how much is taken. Owner-confined.
final class MemoryWire implements Wire, EndpointWithoutOptions {
    /// What the transport did to the wire, in order.
    final List<String> calls = new ArrayList<>();
    /// What has been taken of what was sent.
    final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    /// How many bytes are taken at once.
    int room = Integer.MAX_VALUE;
    WireListener listener;
    private final ArrayDeque<byte[]> arrived = new ArrayDeque<>();
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean ended;
    private IOException failure;
    private IOException sendFailure;

    // ---- what the test says

    void arrive(String data) {
        arrived.add(data.getBytes());
        listener.readable();
    }

    void end() {
        ended = true;
        listener.readable();
    }

    void fail(IOException reason) {
        failure = reason;
        listener.readable();
    }

    void failSends(IOException reason) {
        sendFailure = reason;
    }

    /// Takes so many bytes of what is unsent.
    void drain(int count) {
        byte[] all = kept.toByteArray();
        kept.reset();
        sent.write(all, 0, count);
        kept.write(all, count, all.length - count);
        listener.progressed();
    }

    // ---- what the transport calls

    @Override
    public void open(WireListener who) {
        calls.add("open");
        listener = who;
    }

    @Override
    public void reading(boolean on) {
        calls.add(on ? "read" : "pause");
    }

    @Override
    public int available() throws IOException {
        if (!arrived.isEmpty()) {
            return arrived.peek().length;
        }
        if (failure != null) {
            throw failure;
        }
        return ended ? -1 : 0;
    }

    @Override
    public byte[] take() {
        return arrived.remove();
    }

    @Override
    public int take(ByteBuffer target) {
        byte[] first = arrived.remove();
        int count = Math.min(first.length, target.remaining());
        target.put(first, 0, count);
        if (count < first.length) {
            arrived.addFirst(java.util.Arrays.copyOfRange(first, count, first.length));
        }
        return count;
    }

    @Override
    public void send(ByteBuffer data) {
        if (sendFailure != null) {
            data.position(data.limit());
            listener.broken(sendFailure);
            return;
        }
        while (data.hasRemaining() && room > 0 && kept.size() == 0) {
            sent.write(data.get());
            room--;
        }
        while (data.hasRemaining()) {
            kept.write(data.get());
        }
    }

    @Override
    public long unsent() {
        return kept.size();
    }

    @Override
    public void shutdownOutput() {
        calls.add("shutdown");
    }

    @Override
    public void close() {
        calls.add("close");
    }

    @Override
    public Endpoint endpoint() {
        return this;
    }

    @Override
    public SocketAddress localAddress() {
        return new InetSocketAddress("127.0.0.1", 1);
    }

    @Override
    public SocketAddress remoteAddress() {
        return new InetSocketAddress("127.0.0.1", 2);
    }
}
