package io.asyncio4j.transport;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.Future;
import io.asyncio4j.transport.spi.Network;
import io.asyncio4j.transport.spi.Networks;
import io.asyncio4j.transport.spi.Wire;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// One attempt to connect to a host, address by address. Owner-confined: used by one coroutine, once.
final class Dial {
    private final EventLoop loop;
    private final String host;
    private final int port;
    private final ConnectOptions options;

    Dial(EventLoop loop, String host, int port, ConnectOptions options) {
        this.loop = loop;
        this.host = host;
        this.port = port;
        this.options = options;
    }

    /// The first connection that stands.
    Wire connect() throws Exception {
        List<InetAddress> addresses = options.resolver().resolve(host);
        Network network = Networks.of(loop);
        List<Failure> failures = new ArrayList<>(addresses.size());
        for (InetAddress address : addresses) {
            InetSocketAddress remote = new InetSocketAddress(address, port);
            try {
                return own(network.connect(remote, options.localAddress(), options.socketOptions()));
            } catch (IOException failure) {
                failures.add(new Failure(remote, failure));
            }
        }
        throw summary(failures);
    }

    /// Awaits a wire. If the wait ends otherwise although the wire is there (the task was cancelled in the same
    /// iteration), the wire is closed.
    static Wire own(Future<Wire> attempt) throws Exception {
        try {
            return attempt.await();
        } catch (Throwable failure) {
            if (attempt.isDone() && !attempt.isCancelled() && attempt.exception() == null) {
                attempt.result().close();
            }
            throw failure;
        }
    }

    private record Failure(SocketAddress address, IOException reason) {
        String text() {
            return Addresses.text(address) + ": " + reason.getMessage();
        }
    }

    private IOException summary(List<Failure> failures) {
        String message = "connect to " + host + ":" + port + " failed: "
                + failures.stream().map(Failure::text).collect(Collectors.joining(", "))
                + "; check that a server listens there";
        IOException first = failures.getFirst().reason();
        IOException summary =
                failures.stream().allMatch(failure -> failure.reason() instanceof ConnectException)
                        ? new ConnectException(message)
                        : new IOException(message);
        summary.initCause(first);
        failures.stream().skip(1).forEach(failure -> summary.addSuppressed(failure.reason()));
        return summary;
    }
}
