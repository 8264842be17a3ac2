package io.asyncio4j.http.server;

import io.asyncio4j.http.HttpLimits;
import io.asyncio4j.http.Timeouts;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// How an [HttpServer] behaves. Immutable.
///
/// @param host the address to listen on; `127.0.0.1`, so that nobody else can reach the server unless you say so;
///        `*` for all of this machine's
/// @param port the port, 0 for a free one; 8080
/// @param backlog connections the system holds before they are accepted; 128
/// @param reusePort whether other sockets that say so too may listen on the same port (SO_REUSEPORT), as one server on each
///        of several loops or processes does; false
/// @param limits how much one request may hold; [HttpLimits#server()]
/// @param headerTimeout for the head of a request, from the accept or its first byte; 20 s, then 408
/// @param bodyTimeout between two pieces of a body; 30 s, then 408. Also how long a client may leave a response unread
/// @param keepAlive between a response and the next request; 75 s
/// @param lingerTimeout for the peer to close after the last response; 2 s
/// @param stopTimeout for running requests when the server stops; 60 s, then they are cancelled
/// @param pipeline requests of one connection taken in before the first is answered; 32
/// @param ssl how to encrypt; null for plain http
public record ServerOptions(String host, int port, int backlog, boolean reusePort, HttpLimits limits,
        Duration headerTimeout, Duration bodyTimeout, Duration keepAlive, Duration lingerTimeout, Duration stopTimeout,
        int pipeline,
        @Nullable SSLContext ssl) {

    /// The options a server starts with.
    public static final ServerOptions DEFAULT = new ServerOptions("127.0.0.1", 8080, 128, false, HttpLimits.server(),
            Duration.ofSeconds(20), Duration.ofSeconds(30), Duration.ofSeconds(75), Duration.ofSeconds(2),
            Duration.ofSeconds(60), 32, null);

    /// Checks the values.
    ///
    /// @throws IllegalArgumentException for a time that is not positive or a number out of range
    public ServerOptions {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(limits, "limits");
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port is out of range: " + port + "; use 0 (any) to 65535");
        }
        if (backlog < 1 || pipeline < 1) {
            throw new IllegalArgumentException(
                    "backlog or pipeline is too small: " + backlog + ", " + pipeline + "; use at least 1");
        }
        Timeouts.check("headerTimeout", headerTimeout);
        Timeouts.check("bodyTimeout", bodyTimeout);
        Timeouts.check("keepAlive", keepAlive);
        Timeouts.check("lingerTimeout", lingerTimeout);
        Timeouts.check("stopTimeout", stopTimeout);
    }

    /// {@return a copy that listens on another address}
    ///
    /// @param value an IP address or a host name of this machine, or `*` for all it has
    public ServerOptions withHost(String value) {
        return new ServerOptions(value, port, backlog, reusePort, limits, headerTimeout, bodyTimeout, keepAlive,
                lingerTimeout,
                stopTimeout, pipeline, ssl);
    }

    /// {@return a copy that listens on another port}
    ///
    /// @param value 0 for a free one, to 65535
    public ServerOptions withPort(int value) {
        return new ServerOptions(host, value, backlog, reusePort, limits, headerTimeout, bodyTimeout, keepAlive,
                lingerTimeout,
                stopTimeout, pipeline, ssl);
    }

    /// {@return a copy that shares its port with other sockets that say so too, or does not}
    ///
    /// @param value whether it does; not known to every system
    public ServerOptions withReusePort(boolean value) {
        return new ServerOptions(host, port, backlog, value, limits, headerTimeout, bodyTimeout, keepAlive,
                lingerTimeout,
                stopTimeout, pipeline, ssl);
    }

    /// {@return a copy with other limits for requests}
    ///
    /// @param value the limits
    public ServerOptions withLimits(HttpLimits value) {
        return new ServerOptions(host, port, backlog, reusePort, value, headerTimeout, bodyTimeout, keepAlive,
                lingerTimeout,
                stopTimeout, pipeline, ssl);
    }

    /// {@return a copy with another time for heads}
    ///
    /// @param value positive, or [Timeouts#NONE]
    public ServerOptions withHeaderTimeout(Duration value) {
        return new ServerOptions(host, port, backlog, reusePort, limits, value, bodyTimeout, keepAlive, lingerTimeout,
                stopTimeout, pipeline, ssl);
    }

    /// {@return a copy with another time between pieces of a body}
    ///
    /// @param value positive, or [Timeouts#NONE]
    public ServerOptions withBodyTimeout(Duration value) {
        return new ServerOptions(host, port, backlog, reusePort, limits, headerTimeout, value, keepAlive, lingerTimeout,
                stopTimeout, pipeline, ssl);
    }

    /// {@return a copy that keeps unused connections for another time}
    ///
    /// @param value positive, or [Timeouts#NONE]
    public ServerOptions withKeepAlive(Duration value) {
        return new ServerOptions(host, port, backlog, reusePort, limits, headerTimeout, bodyTimeout, value,
                lingerTimeout,
                stopTimeout, pipeline, ssl);
    }

    /// {@return a copy that waits another time for peers to close}
    ///
    /// @param value positive, or [Timeouts#NONE]
    public ServerOptions withLingerTimeout(Duration value) {
        return new ServerOptions(host, port, backlog, reusePort, limits, headerTimeout, bodyTimeout, keepAlive, value,
                stopTimeout, pipeline, ssl);
    }

    /// {@return a copy that gives running requests another time when the server stops}
    ///
    /// @param value positive, or [Timeouts#NONE]
    public ServerOptions withStopTimeout(Duration value) {
        return new ServerOptions(host, port, backlog, reusePort, limits, headerTimeout, bodyTimeout, keepAlive,
                lingerTimeout,
                value, pipeline, ssl);
    }

    /// {@return a copy that takes in another number of requests ahead}
    ///
    /// @param value at least 1
    public ServerOptions withPipeline(int value) {
        return new ServerOptions(host, port, backlog, reusePort, limits, headerTimeout, bodyTimeout, keepAlive,
                lingerTimeout,
                stopTimeout, value, ssl);
    }

    /// {@return a copy that speaks https}
    ///
    /// @param value holds the server's key and certificate
    public ServerOptions withSsl(SSLContext value) {
        Objects.requireNonNull(value, "ssl");
        return new ServerOptions(host, port, backlog, reusePort, limits, headerTimeout, bodyTimeout, keepAlive,
                lingerTimeout,
                stopTimeout, pipeline, value);
    }
}
