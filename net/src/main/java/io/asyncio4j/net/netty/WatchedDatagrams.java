package io.asyncio4j.net.netty;

import io.asyncio4j.coroutine.Host;
import io.asyncio4j.transport.spi.Datagram;
import io.asyncio4j.transport.spi.DatagramListener;
import io.asyncio4j.transport.spi.DatagramWire;
import io.asyncio4j.transport.spi.Watch;
import io.netty.channel.ChannelException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A datagram socket that is read and written by hand when it is ready, as a [DatagramWire].
///
/// Loop-confined; the system calls are made on the loop's own thread.
///
/// @implNote Netty's datagram channels are not used: they drop empty datagrams, on some kinds of I/O when they are sent
/// and on others when they are received.
final class WatchedDatagrams extends WatchedSocket implements DatagramWire {
    private final PacketSocket socket;
    private @Nullable DatagramListener listener;
    private boolean receiving;
    private boolean awaitingRoom;

    /// Takes the socket over, also when this fails.
    WatchedDatagrams(NettyDriver driver, PacketSocket socket) throws IOException {
        super(driver, socket.handle());
        this.socket = socket;
    }

    @Override
    public void ready(int events) {
        DatagramListener hears = listener;
        if (hears == null) {
            return;
        }
        if ((events & Watch.READ) != 0 && receiving) {
            hears.readable();
        }
        if ((events & Watch.WRITE) != 0 && awaitingRoom) {
            hears.writable();
        }
    }

    private void updateInterest() {
        if (!closed) {
            watch.want((receiving ? Watch.READ : 0) | (awaitingRoom ? Watch.WRITE : 0));
        }
    }

    @Override
    public void open(DatagramListener listener) {
        this.listener = listener;
        receiving = true;
        updateInterest();
    }

    @Override
    public void stop() {
        if (receiving) {
            receiving = false;
            updateInterest();
        }
    }

    @Override
    public void awaitRoom(boolean on) {
        if (awaitingRoom != on) {
            awaitingRoom = on;
            updateInterest();
        }
    }

    private interface SystemCall {
        @Nullable Object call() throws IOException;
    }

    private @Nullable Object onLoopThread(String operation, SystemCall call) throws IOException {
        if (closed) {
            throw new SocketException(operation + " failed: the socket is closed: " + this);
        }
        @Nullable Object[] result = new @Nullable Object[1];
        @Nullable Exception[] failure = new @Nullable Exception[1];
        Host.current().call(() -> {
            try {
                result[0] = call.call();
            } catch (IOException | ChannelException raised) {
                failure[0] = raised;
            }
        });
        Exception raised = failure[0];
        if (raised != null) {
            IOException readable = Failures.readable(raised, endpoint());
            throw readable instanceof ConnectException ? refused(raised) : readable;
        }
        return result[0];
    }

    /// Told at any later call: one of those sent has come back.
    private ConnectException refused(Exception raised) {
        ConnectException refused = new ConnectException("datagram was refused: no socket has "
                + endpoint().remoteAddress() + "; check that a program receives there");
        refused.initCause(raised);
        return refused;
    }

    @Override
    public @Nullable Datagram receive() throws IOException {
        return (Datagram) onLoopThread("receive", () -> socket.receive(driver.passage().scratch()));
    }

    @Override
    public boolean send(ByteBuffer data, @Nullable SocketAddress to) throws IOException {
        int size = data.remaining();
        if (size > driver.passage().scratch().capacity()) {
            throw tooLarge(size, to);
        }
        try {
            boolean taken = Boolean.TRUE.equals(onLoopThread("sendTo",
                    () -> socket.send(driver.passage().scratch().put(data.duplicate()).flip(), to)));
            if (taken) {
                data.position(data.limit());
            }
            return taken;
        } catch (IOException failure) {
            throw String.valueOf(failure.getMessage()).contains("too long") ? tooLarge(size, to) : failure;
        }
    }

    private SocketException tooLarge(int size, @Nullable SocketAddress to) {
        SocketAddress target = to == null ? endpoint().remoteAddress() : to;
        return new SocketException("sendTo has a datagram that is too large: " + size + " bytes to " + target + "; "
                + (target instanceof InetSocketAddress ? "65507 are possible over IPv4, and fewer by some networks"
                        : "SO_SNDBUF says how many are possible"));
    }

    @Override
    public void join(InetAddress group, NetworkInterface by) throws IOException {
        onLoopThread("join group", () -> {
            socket.join(group, by);
            return null;
        });
    }

    @Override
    public void leave(InetAddress group, NetworkInterface by) throws IOException {
        onLoopThread("leave group", () -> {
            socket.leave(group, by);
            return null;
        });
    }

    @Override
    public void close() {
        listener = null;
        super.close();
    }

}
