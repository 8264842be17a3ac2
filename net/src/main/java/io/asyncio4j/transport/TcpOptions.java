package io.asyncio4j.transport;

import java.net.SocketOption;

/// Options of TCP sockets that the JDK has no names for; those of keep-alive are [jdk.net.ExtendedSocketOptions]. Immutable.
public final class TcpOptions {
    /// Milliseconds after which a connection is lost with [java.net.SocketTimeoutException] when what was sent is not
    /// acknowledged: Python's `socket.TCP_USER_TIMEOUT`. 0 leaves it to the system, which takes about 15 minutes. On
    /// Linux, by epoll and io_uring.
    public static final SocketOption<Integer> TCP_USER_TIMEOUT = new Named<>("TCP_USER_TIMEOUT", Integer.class);

    private TcpOptions() {
    }

    private record Named<T>(String name, Class<T> type) implements SocketOption<T> {
        @Override
        public String toString() {
            return name;
        }
    }
}
