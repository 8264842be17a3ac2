package io.asyncio4j.transport.spi;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/// A socket for datagrams below a transport. It keeps nothing: what is not taken stays with the operating system.
///
/// Loop-confined. It never calls the code of a program: it tells its [DatagramListener], which schedules.
public interface DatagramWire {

    /// Says who listens and starts receiving; called once.
    void open(DatagramListener listener);

    /// The next datagram, or null when none is there.
    ///
    /// @throws IOException a failure that an earlier datagram has met on its way, or of the receiving itself
    @Nullable Datagram receive() throws IOException;

    /// Stops receiving.
    void stop();

    /// Sends what remains in `data` as one datagram.
    ///
    /// @param to where; null when the socket is connected
    /// @return whether it was taken; false when there is no room now
    /// @throws IOException when it cannot be sent, or a failure that an earlier one has met on its way
    boolean send(ByteBuffer data, @Nullable SocketAddress to) throws IOException;

    /// Tells [DatagramListener#writable] from now on when there is room, or stops to.
    void awaitRoom(boolean on);

    /// Joins a multicast group on a network interface.
    void join(InetAddress group, NetworkInterface by) throws IOException;

    /// Leaves a group.
    void leave(InetAddress group, NetworkInterface by) throws IOException;

    /// Closes the socket; harmless when called again. The listener hears nothing more.
    void close();

    /// Addresses and options.
    Endpoint endpoint();
}
