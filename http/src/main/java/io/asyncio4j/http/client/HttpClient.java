package io.asyncio4j.http.client;

import io.asyncio4j.http.Method;
import io.asyncio4j.http.Url;
import io.asyncio4j.loop.EventLoop;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Sends requests and keeps connections for the next ones. Loop-confined: it belongs to the loop of its first request. One
/// client serves a whole program.
///
/// ```java
/// try (HttpClient client = HttpClient.create()) {
///     HttpResponse response = await(client.get("http://example.org/"));
///     IO.println(response.status() + " " + response.text().length());
/// }
/// ```
///
/// Cancelling the task that awaits a request closes its connection and gives the place in the pool to the next waiter.
///
/// The counterpart of aiohttp's `ClientSession`.
public final class HttpClient implements AutoCloseable {

    private final ClientOptions options;
    private @Nullable EventLoop loop;
    private @Nullable ConnectionPool pool;
    private boolean closed;

    /// Creates a client; nothing is opened yet.
    ///
    /// @param options how it behaves
    public HttpClient(ClientOptions options) {
        this.options = Objects.requireNonNull(options, "options");
    }

    /// {@return a client with the default options}
    public static HttpClient create() {
        return new HttpClient(ClientOptions.DEFAULT);
    }

    /// {@return a GET request, to be awaited}
    ///
    /// @param url an absolute http or https address; sent as it is, nothing is encoded
    /// @throws IllegalArgumentException when it is not such an address
    public HttpRequest get(String url) {
        return request(Method.GET, Url.parse(Objects.requireNonNull(url, "url")));
    }

    /// {@return a GET request, to be awaited}
    ///
    /// @param url an absolute http or https address
    /// @throws IllegalArgumentException when it is not such an address
    public HttpRequest get(URI url) {
        Objects.requireNonNull(url, "url");
        return get(url.toString());
    }

    /// {@return a GET request, to be awaited}
    ///
    /// @param url the address
    public HttpRequest get(Url url) {
        return request(Method.GET, url);
    }

    /// {@return a request, to be awaited}
    ///
    /// @param method the method, in any case
    /// @param url an absolute http or https address; sent as it is, nothing is encoded
    /// @throws IllegalArgumentException when one of them is malformed
    public HttpRequest request(String method, String url) {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(url, "url");
        return request(Method.of(method), Url.parse(url));
    }

    /// {@return a request, to be awaited}
    ///
    /// @param method the method
    /// @param url the address
    public HttpRequest request(Method method, Url url) {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(url, "url");
        if (method.name().equals("CONNECT")) {
            throw new IllegalArgumentException("CONNECT is for proxies; the client does not send it");
        }
        return HttpRequest.of(this, method, url);
    }

    /// {@return how the client behaves}
    public ClientOptions options() {
        return options;
    }

    /// {@return the number of connections open or being opened}
    public int openConnections() {
        return pool == null ? 0 : pool.openConnections();
    }

    /// {@return the number of open connections that no request uses}
    public int idleConnections() {
        return pool == null ? 0 : pool.idleConnections();
    }

    /// {@return the number of requests that wait for a connection}
    public int waitingRequests() {
        return pool == null ? 0 : pool.waiting();
    }

    HttpResponse send(HttpRequest request) throws Exception {
        EventLoop running = EventLoop.running();
        if (closed) {
            throw new IllegalStateException(request + ": the client is closed; create another one");
        }
        if (loop != null && loop != running) {
            throw new IllegalStateException(
                    request + ": the client belongs to another loop: it is bound to " + loop
                            + ", this is " + running + "; use one client per loop");
        }
        if (pool == null) {
            loop = running;
            pool = new ConnectionPool(running, options);
        }
        return new Sender(running, options, pool, request).send();
    }

    /// Closes all unused connections now and the others when their request ends; requests that wait for a connection fail.
    /// Does nothing the second time.
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (pool != null) {
                pool.close();
            }
        }
    }
}
