package io.asyncio4j.http.client;

import io.asyncio4j.http.Headers;
import io.asyncio4j.http.MediaType;
import io.asyncio4j.http.Method;
import io.asyncio4j.http.PayloadException;
import io.asyncio4j.http.Status;
import io.asyncio4j.http.StatusException;
import io.asyncio4j.http.Url;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A whole response. Immutable; its body can be read any number of times.
public final class HttpResponse {

    private static final int EXCERPT = 1000;

    private final Method method;
    private final Url url;
    private final Status status;
    private final Headers headers;
    private final byte[] body;
    private final List<Url> history;

    HttpResponse(Method method, Url url, Status status, Headers headers, byte[] body, List<Url> history) {
        this.method = method;
        this.url = url;
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.history = List.copyOf(history);
    }

    /// {@return the status}
    public Status status() {
        return status;
    }

    /// {@return the header fields; where the body was decompressed, without the fields that describe the compressed one}
    public Headers headers() {
        return headers;
    }

    /// {@return where the response came from, after redirects}
    public Url url() {
        return url;
    }

    /// {@return the addresses that redirected here, in order}
    public List<Url> history() {
        return history;
    }

    /// {@return what the `Content-Type` header says, if there is one}
    public Optional<MediaType> mediaType() {
        return headers.first("Content-Type").map(MediaType::parse);
    }

    /// {@return a copy of the body}
    public byte[] bytes() {
        return body.clone();
    }

    /// {@return the number of bytes of the body}
    public int length() {
        return body.length;
    }

    /// {@return the body as text, in the charset its header names, else in UTF-8; malformed bytes become U+FFFD}
    ///
    /// @throws PayloadException when the header names a charset this JVM does not know
    public String text() {
        Optional<String> name = mediaType().flatMap(MediaType::charset);
        try {
            return text(name.isEmpty() ? StandardCharsets.UTF_8 : Charset.forName(name.get()));
        } catch (UnsupportedCharsetException | java.nio.charset.IllegalCharsetNameException e) {
            throw new PayloadException(
                    method + " " + url + ": unknown charset: " + name.orElseThrow()
                            + "; give one to text(Charset)",
                    e);
        }
    }

    /// {@return the body as text; malformed bytes become U+FFFD}
    ///
    /// @param charset how to read the bytes
    public String text(Charset charset) {
        return new String(body, Objects.requireNonNull(charset, "charset"));
    }

    /// {@return this, unless the status is 4xx or 5xx}
    ///
    /// @throws StatusException with the beginning of the body for 4xx and 5xx; the response stays readable
    public HttpResponse throwOnError() {
        if (status.isError()) {
            int length = Math.min(body.length, EXCERPT);
            throw new StatusException(
                    method + " " + url + ": the server answered " + status
                            + "; see status() and bodyExcerpt()",
                    status,
                    headers, new String(body, 0, length, StandardCharsets.UTF_8));
        }
        return this;
    }

    @Override
    public String toString() {
        return method + " " + url + ": " + status;
    }
}
