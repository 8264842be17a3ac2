package io.asyncio4j.http.client;

import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.http.Headers;
import io.asyncio4j.http.Method;
import io.asyncio4j.http.Timeouts;
import io.asyncio4j.http.Url;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/// A request that is sent each time it is awaited. Immutable; the methods return changed copies.
///
/// ```java
/// HttpResponse response = await(client.get("http://example.org/").header("Accept", "text/html"));
/// ```
///
/// The counterpart of what aiohttp's `session.get(...)` returns.
public final class HttpRequest implements Awaitable<HttpResponse> {

    private static final byte[] EMPTY = {};

    private final HttpClient client;
    private final Method method;
    private final Url url;
    private final Headers headers;
    private final byte[] body;
    private final Duration timeout;

    private HttpRequest(HttpClient client, Method method, Url url, Headers headers, byte[] body,
            Duration timeout) {
        this.client = client;
        this.method = method;
        this.url = url;
        this.headers = headers;
        this.body = body;
        this.timeout = timeout;
    }

    static HttpRequest of(HttpClient client, Method method, Url url) {
        return new HttpRequest(client, method, url, Headers.empty(), EMPTY, client.options().totalTimeout());
    }

    /// {@return a copy with one more header field}
    ///
    /// @param name the name
    /// @param value the value
    /// @throws IllegalArgumentException for an illegal character, or a field that the client sets itself
    ///         (`Content-Length`, `Transfer-Encoding`)
    public HttpRequest header(String name, String value) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        Framing.refuse(name);
        return new HttpRequest(client, method, url, headers.adding(name, value), body, timeout);
    }

    /// {@return a copy with these bytes as body}
    ///
    /// @param bytes the body; copied
    /// @throws IllegalArgumentException for GET and HEAD, whose bodies mean nothing
    public HttpRequest body(byte[] bytes) {
        Objects.requireNonNull(bytes, "bytes");
        if (bytes.length > 0 && (method.equals(Method.GET) || method.equals(Method.HEAD))) {
            throw new IllegalArgumentException(
                    method + " with a body: " + bytes.length + " bytes; use POST or PUT");
        }
        return new HttpRequest(client, method, url, headers, bytes.clone(), timeout);
    }

    /// {@return a copy with this text as body, in UTF-8; the content type is text/plain unless set before}
    ///
    /// @param text the body
    /// @throws IllegalArgumentException for GET and HEAD, whose bodies mean nothing
    public HttpRequest body(String text) {
        Objects.requireNonNull(text, "text");
        HttpRequest copy = body(text.getBytes(StandardCharsets.UTF_8));
        return headers.contains("Content-Type") ? copy
                : copy.header("Content-Type", "text/plain; charset=utf-8");
    }

    /// {@return a copy with another limit of time for the whole request}
    ///
    /// @param limit positive, or [Timeouts#NONE]
    public HttpRequest timeout(Duration limit) {
        Objects.requireNonNull(limit, "limit");
        return new HttpRequest(client, method, url, headers, body, Timeouts.check("timeout", limit));
    }

    /// {@return the method}
    public Method method() {
        return method;
    }

    /// {@return the address}
    public Url url() {
        return url;
    }

    /// {@return the header fields set so far}
    public Headers headers() {
        return headers;
    }

    /// Sends the request, follows redirects and reads the whole response.
    ///
    /// @throws io.asyncio4j.http.HttpException when no whole response came; the subclass says why. A status of 4xx or 5xx
    ///         is a response, see [HttpResponse#throwOnError()]
    /// @throws IllegalStateException when the client is closed or belongs to another loop
    @Override
    public HttpResponse await() throws Exception {
        return client.send(this);
    }

    byte[] bytes() {
        return body;
    }

    Duration limit() {
        return timeout;
    }

    @Override
    public String toString() {
        return method + " " + url;
    }
}
