package io.asyncio4j.http.client;

import io.asyncio4j.dns.Resolver;
import io.asyncio4j.http.HttpLimits;
import io.asyncio4j.http.Timeouts;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// How an [HttpClient] behaves. Immutable.
///
/// @param connectTimeout for host look-up, connection and TLS handshake together; 30 s
/// @param totalTimeout for a request with all its redirects, to the last byte of the body; 5 min
/// @param keepAlive how long an unused connection is kept; 15 s
/// @param connections connections open at once; 100
/// @param connectionsPerHost connections open at once to one origin; [#UNLIMITED]
/// @param maxRedirects hops followed, 10 means ten and 0 none; 10
/// @param limits how much one response may hold; [HttpLimits#client()]
/// @param ssl how to encrypt and whom to trust; null for the JVM's default
/// @param userAgent what the client calls itself; empty for nothing
/// @param resolver how host names become addresses; the system's
public record ClientOptions(Duration connectTimeout, Duration totalTimeout, Duration keepAlive,
        int connections,
        int connectionsPerHost, int maxRedirects, HttpLimits limits, @Nullable SSLContext ssl,
        String userAgent,
        Resolver resolver) {

    /// No limit for a number of connections or redirects.
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /// The options a client starts with.
    public static final ClientOptions DEFAULT =
            new ClientOptions(Duration.ofSeconds(30), Duration.ofMinutes(5),
                    Duration.ofSeconds(15), 100, UNLIMITED, 10, HttpLimits.client(), null, "asyncio4j",
                    Resolver.system());

    /// Checks the values.
    ///
    /// @throws IllegalArgumentException for a time that is not positive or a number that is too small
    public ClientOptions {
        Timeouts.check("connectTimeout", connectTimeout);
        Timeouts.check("totalTimeout", totalTimeout);
        Timeouts.check("keepAlive", keepAlive);
        check("connections", connections, 1);
        check("connectionsPerHost", connectionsPerHost, 1);
        check("maxRedirects", maxRedirects, 0);
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(userAgent, "userAgent");
        Objects.requireNonNull(resolver, "resolver");
    }

    /// {@return a copy with another limit of time to connect}
    ///
    /// @param value positive, or [Timeouts#NONE]
    public ClientOptions withConnectTimeout(Duration value) {
        return new ClientOptions(value, totalTimeout, keepAlive, connections, connectionsPerHost,
                maxRedirects, limits,
                ssl, userAgent, resolver);
    }

    /// {@return a copy with another limit of time for a whole request}
    ///
    /// @param value positive, or [Timeouts#NONE]
    public ClientOptions withTotalTimeout(Duration value) {
        return new ClientOptions(connectTimeout, value, keepAlive, connections, connectionsPerHost,
                maxRedirects,
                limits, ssl, userAgent, resolver);
    }

    /// {@return a copy that keeps unused connections for another time}
    ///
    /// @param value positive, or [Timeouts#NONE]
    public ClientOptions withKeepAlive(Duration value) {
        return new ClientOptions(connectTimeout, totalTimeout, value, connections, connectionsPerHost,
                maxRedirects,
                limits, ssl, userAgent, resolver);
    }

    /// {@return a copy with another number of connections}
    ///
    /// @param value at least 1, or [#UNLIMITED]
    public ClientOptions withConnections(int value) {
        return new ClientOptions(connectTimeout, totalTimeout, keepAlive, value, connectionsPerHost,
                maxRedirects,
                limits, ssl, userAgent, resolver);
    }

    /// {@return a copy with another number of connections to one origin}
    ///
    /// @param value at least 1, or [#UNLIMITED]
    public ClientOptions withConnectionsPerHost(int value) {
        return new ClientOptions(connectTimeout, totalTimeout, keepAlive, connections, value, maxRedirects,
                limits,
                ssl, userAgent, resolver);
    }

    /// {@return a copy that follows another number of redirects}
    ///
    /// @param value 0 for none, or [#UNLIMITED]
    public ClientOptions withMaxRedirects(int value) {
        return new ClientOptions(connectTimeout, totalTimeout, keepAlive, connections, connectionsPerHost,
                value,
                limits, ssl, userAgent, resolver);
    }

    /// {@return a copy with other limits for responses}
    ///
    /// @param value the limits
    public ClientOptions withLimits(HttpLimits value) {
        return new ClientOptions(connectTimeout, totalTimeout, keepAlive, connections, connectionsPerHost,
                maxRedirects, value, ssl, userAgent, resolver);
    }

    /// {@return a copy that trusts and shows what this context says; host names are checked all the same}
    ///
    /// @param value the context
    public ClientOptions withSsl(SSLContext value) {
        Objects.requireNonNull(value, "ssl");
        return new ClientOptions(connectTimeout, totalTimeout, keepAlive, connections, connectionsPerHost,
                maxRedirects, limits, value, userAgent, resolver);
    }

    /// {@return a copy that calls itself otherwise}
    ///
    /// @param value the name, empty for none
    public ClientOptions withUserAgent(String value) {
        return new ClientOptions(connectTimeout, totalTimeout, keepAlive, connections, connectionsPerHost,
                maxRedirects, limits, ssl, value, resolver);
    }

    /// {@return a copy that looks up hosts otherwise}
    ///
    /// @param value the resolver
    public ClientOptions withResolver(Resolver value) {
        return new ClientOptions(connectTimeout, totalTimeout, keepAlive, connections, connectionsPerHost,
                maxRedirects, limits, ssl, userAgent, value);
    }

    private static void check(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    name + " is too small: " + value + "; use at least " + least
                            + " or ClientOptions.UNLIMITED");
        }
    }
}
