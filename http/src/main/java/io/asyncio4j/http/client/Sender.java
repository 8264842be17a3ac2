package io.asyncio4j.http.client;

import io.asyncio4j.coroutine.AsyncWith;
import io.asyncio4j.coroutine.Rethrow;
import io.asyncio4j.http.DisconnectedException;
import io.asyncio4j.http.Headers;
import io.asyncio4j.http.HttpTimeoutException;
import io.asyncio4j.http.Method;
import io.asyncio4j.http.Origin;
import io.asyncio4j.http.Phase;
import io.asyncio4j.http.Timeouts;
import io.asyncio4j.http.TooManyRedirectsException;
import io.asyncio4j.http.Url;
import io.asyncio4j.http.codec.ClientWire;
import io.asyncio4j.http.codec.Connecting;
import io.asyncio4j.http.codec.IncomingResponse;
import io.asyncio4j.http.codec.OutgoingRequest;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.Timeout;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/// Carries out one request: redirects, one retry on a stale connection, limits of time. Owner-confined: one task uses it.
///
/// Implementation note. `phase` is what a time-out names. It is asked, not pushed, where the connection knows better.
final class Sender {

    private final EventLoop loop;
    private final ClientOptions options;
    private final ConnectionPool pool;
    private final HttpRequest request;
    private final double started;
    private String label;
    private Supplier<Phase> phase = () -> Phase.POOL;

    Sender(EventLoop loop, ClientOptions options, ConnectionPool pool, HttpRequest request) {
        this.loop = loop;
        this.options = options;
        this.pool = pool;
        this.request = request;
        this.label = request.toString();
        this.started = loop.time();
    }

    HttpResponse send() throws Exception {
        Duration limit = request.limit();
        Timeout scope = Timeout.timeout(Timeouts.seconds(limit));
        try {
            return Objects.requireNonNull(AsyncWith.asyncWithResult(scope, entered -> chain()));
        } catch (TimeoutException e) {
            throw timeout(limit, "totalTimeout");
        }
    }

    private HttpResponse chain() throws Exception {
        var hop = new Redirects.Hop(request.method(), request.url(), request.headers(), request.bytes());
        List<Url> history = new ArrayList<>();
        while (true) {
            label = hop.label();
            IncomingResponse response = attempt(hop);
            var next = options.maxRedirects() == 0 ? null
                    : Redirects.next(hop, response.status(), response.headers());
            if (next == null) {
                return new HttpResponse(hop.method(), hop.url(), response.status(), response.headers(),
                        response.body(), history);
            }
            history.add(hop.url());
            if (history.size() > options.maxRedirects()) {
                throw new TooManyRedirectsException(request + ": more than " + options.maxRedirects()
                        + " redirects, the last to " + next.url() + "; raise maxRedirects if this is no loop",
                        history);
            }
            hop = next;
        }
    }

    private IncomingResponse attempt(Redirects.Hop hop) throws Exception {
        try {
            return exchange(hop);
        } catch (Stale stale) {
            pool.dropIdle(hop.url().origin());
            try {
                return exchange(hop);
            } catch (Stale again) {
                throw Rethrow.sneaky(again.failure);
            }
        }
    }

    private IncomingResponse exchange(Redirects.Hop hop) throws Exception {
        phase = () -> Phase.POOL;
        Lease lease = pool.acquire(hop.url().origin());
        boolean reusable = false;
        try {
            ClientWire wire = lease.wire();
            if (wire == null) {
                wire = connect(hop.url().origin());
                lease.opened(wire);
                pool.watch(lease.origin, wire);
            }
            phase = wire::phase;
            IncomingResponse response = wire.exchange(label, outgoing(hop)).await();
            reusable = response.reusable();
            return response;
        } catch (DisconnectedException e) {
            ClientWire wire = lease.wire();
            boolean untouched = wire == null || !wire.hasAnswered();
            if (lease.isReused() && untouched && hop.method().isIdempotent()) {
                throw new Stale(e);
            }
            throw e;
        } finally {
            pool.giveBack(lease, reusable);
        }
    }

    private ClientWire connect(Origin origin) throws Exception {
        Duration limit = options.connectTimeout();
        try {
            return Objects.requireNonNull(AsyncWith.asyncWithResult(Timeout.timeout(Timeouts.seconds(limit)),
                    entered -> open(origin)));
        } catch (TimeoutException e) {
            throw timeout(limit, "connectTimeout");
        }
    }

    private ClientWire open(Origin origin) throws Exception {
        SSLContext ssl =
                !origin.isSecure() ? null : options.ssl() != null ? options.ssl() : SSLContext.getDefault();
        Throwable first = null;
        try {
            phase = () -> Phase.RESOLVE;
            for (InetAddress address : options.resolver().resolve(origin.host())) {
                Connecting connecting = Connecting.to(loop, origin, address, ssl, options.limits());
                phase = connecting::phase;
                boolean opened = false;
                try {
                    ClientWire wire = connecting.ready().await();
                    opened = true;
                    return wire;
                } catch (IOException e) {
                    first = first == null ? e : first;
                } finally {
                    if (!opened) {
                        connecting.abort();
                    }
                }
            }
        } catch (IOException e) {
            first = e;
        }
        throw ConnectFailures.of(label, origin, first == null ? new IOException("no address") : first);
    }

    private OutgoingRequest outgoing(Redirects.Hop hop) {
        Headers.Builder all = Headers.builder();
        Headers given = hop.headers();
        add(all, given, "Host", hop.url().origin().hostHeader());
        add(all, given, "User-Agent", options.userAgent());
        add(all, given, "Accept", "*/*");
        add(all, given, "Accept-Encoding", "gzip, deflate");
        String user = hop.url().userInfo();
        if (user != null) {
            byte[] secret = Url.unescape(user).getBytes(StandardCharsets.UTF_8);
            add(all, given, "Authorization", "Basic " + Base64.getEncoder().encodeToString(secret));
        }
        Method method = hop.method();
        return new OutgoingRequest(method, hop.url().target(), all.addAll(given).build(), hop.body());
    }

    private static void add(Headers.Builder to, Headers given, String name, String value) {
        if (!value.isEmpty() && !given.contains(name)) {
            to.add(name, value);
        }
    }

    private HttpTimeoutException timeout(Duration limit, String option) {
        Phase reached = phase.get();
        Duration elapsed = Duration.ofNanos((long) ((loop.time() - started) * 1e9));
        return new HttpTimeoutException(
                "%s: timed out after %.1f s while %s; raise %s (%.1f s) or ask the server why"
                        .formatted(label, elapsed.toNanos() / 1e9, reached, option, limit.toNanos() / 1e9),
                reached, elapsed);
    }

    /// A reused connection turned out to be closed before the server can have seen the request.
    private static final class Stale extends Exception {

        private static final long serialVersionUID = 1;

        private final DisconnectedException failure;

        Stale(DisconnectedException failure) {
            super(failure);
            this.failure = failure;
        }
    }
}
