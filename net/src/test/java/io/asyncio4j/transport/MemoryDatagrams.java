package io.asyncio4j.transport;

import io.asyncio4j.transport.spi.Datagram;
import io.asyncio4j.transport.spi.DatagramListener;
import io.asyncio4j.transport.spi.DatagramWire;
import io.asyncio4j.transport.spi.Endpoint;
import io.asyncio4j.transport.spi.EndpointWithoutOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// A datagram socket whose other end is the test. Owner-confined.
final class MemoryDatagrams implements DatagramWire, EndpointWithoutOptions {
    static final InetSocketAddress HERE = new InetSocketAddress("127.0.0.1", 1);
    static final InetSocketAddress THERE = new InetSocketAddress("127.0.0.1", 2);

    /// What the transport did to the socket, in order.
    final List<String> calls = new ArrayList<>();
    /// What was taken, with where it goes.
    final List<String> sent = new ArrayList<>();
    /// How many datagrams are taken.
    int room = Integer.MAX_VALUE;
    IOException nextFailure;
    DatagramListener listener;
    private final ArrayDeque<Object> arrived = new ArrayDeque<>();

    void arrive(Object datagramOrFailure) {
        arrived.add(
                datagramOrFailure instanceof String text ? new Datagram(text.getBytes(), THERE) : datagramOrFailure);
        listener.readable();
    }

    void makeRoom(int datagrams) {
        room = datagrams;
        listener.writable();
    }

    @Override
    public void open(DatagramListener who) {
        calls.add("open");
        listener = who;
    }

    @Override
    public Datagram receive() throws IOException {
        Object next = arrived.poll();
        if (next instanceof IOException failure) {
            throw failure;
        }
        return (Datagram) next;
    }

    @Override
    public void stop() {
        calls.add("stop");
    }

    @Override
    public boolean send(ByteBuffer data, SocketAddress to) throws IOException {
        if (nextFailure != null) {
            IOException failure = nextFailure;
            nextFailure = null;
            throw failure;
        }
        if (room == 0) {
            return false;
        }
        room--;
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        sent.add(new String(bytes) + (to == null ? "" : " to " + ((InetSocketAddress) to).getPort()));
        return true;
    }

    @Override
    public void awaitRoom(boolean on) {
        calls.add(on ? "await room" : "no more room");
    }

    @Override
    public void join(InetAddress group, NetworkInterface by) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void leave(InetAddress group, NetworkInterface by) {
        throw new UnsupportedOperationException();
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
        return HERE;
    }

    @Override
    public SocketAddress remoteAddress() {
        return null;
    }
}
