package io.asyncio4j.transport;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.Future;
import io.asyncio4j.transport.spi.Datagram;
import io.asyncio4j.transport.spi.DatagramListener;
import io.asyncio4j.transport.spi.DatagramWire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

import org.jspecify.annotations.Nullable;

/// The transport of a datagram socket, asyncio's `_SelectorDatagramTransport`, above any [DatagramWire].
///
/// Loop-confined; [WireTransport] has the states.
///
/// Up to [#BATCH] datagrams are taken for one poll, so that a flood does not keep the loop from its other work.
final class SocketDatagramTransport extends WireTransport implements DatagramTransport, DatagramListener {
    private static final int HEADER_BYTES = 8;
    private static final int BATCH = 16;

    private final DatagramWire wire;
    private final @Nullable SocketAddress remote;
    private final boolean connected;
    private final WriteFlow flow;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final SocketInfo info;
    private long waitingBytes;
    private boolean readScheduled;
    private boolean writeScheduled;

    private record Waiting(byte[] data, @Nullable SocketAddress to) {
        int size() {
            return data.length + HEADER_BYTES;
        }
    }

    private SocketDatagramTransport(EventLoop loop, DatagramDial.Opened socket, DatagramProtocol protocol) {
        super(loop, protocol);
        this.wire = socket.wire();
        this.remote = socket.remote();
        this.connected = socket.connected();
        this.flow = new WriteFlow(loop, this);
        this.info = new SocketInfo(wire.endpoint());
    }

    /// Puts a transport on a socket. The protocol's `connectionMade` is called in the next iteration; `made` is completed
    /// right after it.
    static SocketDatagramTransport open(EventLoop loop, DatagramDial.Opened socket, DatagramProtocol protocol,
            Future<@Nullable Void> made) {
        SocketDatagramTransport transport = new SocketDatagramTransport(loop, socket, protocol);
        transport.open(made);
        return transport;
    }

    private DatagramProtocol hearing() {
        return (DatagramProtocol) protocol;
    }

    @Override
    void tellMade() throws Exception {
        hearing().connectionMade(this);
    }

    @Override
    @Nullable IOException listen() {
        wire.open(this);
        if (closing) {
            wire.stop();
        }
        wire.awaitRoom(!waiting.isEmpty());
        return null;
    }

    // ---- receiving

    @Override
    public void readable() {
        if (!readScheduled && !closing) {
            readScheduled = true;
            loop.callSoon(this::read, context);
        }
    }

    private void read() {
        readScheduled = false;
        for (int i = 0; i < BATCH && !closing; i++) {
            Datagram next;
            try {
                next = wire.receive();
            } catch (IOException failure) {
                tell(failure);
                continue;
            }
            if (next == null) {
                return;
            }
            try {
                hearing().datagramReceived(next.data(), next.sender());
            } catch (Throwable failure) {
                report("Exception in protocol.datagramReceived()", failure);
            }
        }
    }

    private void tell(IOException failure) {
        try {
            hearing().errorReceived(failure);
        } catch (Throwable raised) {
            report("Exception in protocol.errorReceived()", raised);
        }
    }

    // ---- sending

    @Override
    public void sendTo(byte[] data) {
        if (remote == null) {
            throw new IllegalArgumentException("sendTo has no address: " + this + " was made for none; give one");
        }
        send(ByteBuffer.wrap(data), remote);
    }

    @Override
    public void sendTo(byte[] data, SocketAddress to) {
        sendTo(ByteBuffer.wrap(data), to);
    }

    @Override
    public void sendTo(ByteBuffer data, SocketAddress to) {
        if (remote != null && !remote.equals(to)) {
            throw new IllegalArgumentException("sendTo has another address than the endpoint: " + to
                    + "; it was made for " + remote + " alone");
        }
        if (UnixSockets.isUnix(wire.endpoint().localAddress()) != UnixSockets.isUnix(to)) {
            throw new IllegalArgumentException("sendTo has an address of another family: " + to + "; this is " + this);
        }
        if (to instanceof InetSocketAddress internet && internet.isUnresolved()) {
            throw new IllegalArgumentException(
                    "sendTo has an address that is not resolved: " + to + "; ask a Resolver first");
        }
        send(data, to);
    }

    private void send(ByteBuffer data, SocketAddress to) {
        if (lost) {
            flow.drop(data,
                    "datagram dropped: the transport is closed: {0}; stop sending when connectionLost() has been"
                            + " called");
            return;
        }
        SocketAddress target = connected ? null : to;
        if (waiting.isEmpty()) {
            try {
                if (wire.send(data, target)) {
                    return;
                }
            } catch (IOException failure) {
                data.position(data.limit());
                tell(failure);
                return;
            }
            wire.awaitRoom(true);
        }
        byte[] copy = new byte[data.remaining()];
        data.get(copy);
        Waiting next = new Waiting(copy, target);
        waiting.add(next);
        waitingBytes += next.size();
        flow.grown(waitingBytes);
    }

    @Override
    public void writable() {
        if (!writeScheduled && !lost) {
            writeScheduled = true;
            loop.callSoon(this::write, context);
        }
    }

    private void write() {
        writeScheduled = false;
        for (Waiting next = waiting.peek(); next != null && !lost; next = waiting.peek()) {
            try {
                if (!wire.send(ByteBuffer.wrap(next.data), next.to)) {
                    break;
                }
                drop();
            } catch (IOException failure) {
                drop();
                tell(failure);
                return; // the rest follows in the next iteration
            }
        }
        if (lost) {
            return;
        }
        flow.shrunk(waitingBytes); // may send again
        if (waiting.isEmpty() && !lost) {
            wire.awaitRoom(false);
            if (closing) {
                loseConnection(null);
            }
        }
    }

    private void drop() {
        waitingBytes -= waiting.remove().size();
    }

    @Override
    public long getWriteBufferSize() {
        return waitingBytes;
    }

    @Override
    public WriteBufferLimits getWriteBufferLimits() {
        return flow.limits();
    }

    @Override
    public void setWriteBufferLimits(WriteBufferLimits limits) {
        flow.limits(limits, waitingBytes);
    }

    @Override
    public void joinGroup(InetAddress group, NetworkInterface by) throws IOException {
        wire.join(group, by);
    }

    @Override
    public void leaveGroup(InetAddress group, NetworkInterface by) throws IOException {
        wire.leave(group, by);
    }

    // ---- the end

    @Override
    public void close() {
        if (closing) {
            return;
        }
        closing = true;
        wire.stop();
        if (waiting.isEmpty()) {
            lose(null);
        }
    }

    @Override
    void giveUp() {
        waiting.clear();
        waitingBytes = 0;
        wire.stop();
        wire.awaitRoom(false);
    }

    @Override
    void release() {
        wire.close();
    }

    // ---- what is known

    @Override
    public <T> @Nullable T getExtraInfo(ExtraInfo<T> key) {
        return info.get(key);
    }

    @Override
    public void setProtocol(BaseProtocol protocol) {
        if (!(protocol instanceof DatagramProtocol datagrams)) {
            throw new IllegalArgumentException("transport of datagrams cannot serve the protocol: "
                    + protocol.getClass().getName() + "; implement DatagramProtocol");
        }
        this.protocol = datagrams;
    }

    @Override
    public String toString() {
        return "DatagramTransport[" + state() + ", " + info + ", unsent=" + waitingBytes + "]";
    }
}
