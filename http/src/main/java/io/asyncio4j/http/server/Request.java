package io.asyncio4j.http.server;

import io.asyncio4j.http.Headers;
import io.asyncio4j.http.MediaType;
import io.asyncio4j.http.Method;
import io.asyncio4j.http.Url;
import io.asyncio4j.http.codec.IncomingRequest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A request as a [Handler] sees it. Immutable.
public final class Request {

    private final IncomingRequest message;
    private final Map<String, String> pathValues;
    private final String peer;
    private final String path;
    private final @Nullable String query;

    Request(IncomingRequest message, Map<String, String> pathValues, String peer) {
        this.message = message;
        this.pathValues = pathValues;
        this.peer = peer;
        int mark = message.target().indexOf('?');
        this.path = mark < 0 ? message.target() : message.target().substring(0, mark);
        this.query = mark < 0 ? null : message.target().substring(mark + 1);
    }

    /// {@return the method, spelled as it came}
    public Method method() {
        return message.method();
    }

    /// {@return the path as it came, still percent-encoded}
    public String path() {
        return path;
    }

    /// {@return what followed the question mark, still percent-encoded}
    public Optional<String> query() {
        return Optional.ofNullable(query);
    }

    /// {@return the decoded value of a `{name}` of the route}
    ///
    /// @param name a name that the pattern of the route has
    /// @throws NoSuchElementException when it has no such name
    public String pathValue(String name) {
        Objects.requireNonNull(name, "name");
        String value = pathValues.get(name);
        if (value == null) {
            throw new NoSuchElementException(
                    "the route has no {" + name + "}: it has " + pathValues.keySet() + "; check the pattern");
        }
        return value;
    }

    /// {@return the first decoded value of a query parameter}
    ///
    /// @param name the name, decoded
    public Optional<String> queryValue(String name) {
        Objects.requireNonNull(name, "name");
        if (query == null) {
            return Optional.empty();
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            if (decode(key).equals(name)) {
                return Optional.of(equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return Optional.empty();
    }

    /// {@return the header fields}
    public Headers headers() {
        return message.headers();
    }

    /// {@return host and port the request is for; taken from the target where it has them, else from `Host`}
    public String host() {
        return message.authority();
    }

    /// {@return address and port of the peer, such as `127.0.0.1:4711`}
    public String peer() {
        return peer;
    }

    /// {@return a copy of the body}
    public byte[] bytes() {
        return message.body().clone();
    }

    /// {@return the body as text, in the charset its header names, else in UTF-8}
    ///
    /// @throws IllegalArgumentException when the header names a charset this JVM does not know
    public String text() {
        Charset charset = headers().first("Content-Type").map(MediaType::parse).flatMap(MediaType::charset)
                .map(Charset::forName).orElse(StandardCharsets.UTF_8);
        return new String(message.body(), charset);
    }

    @Override
    public String toString() {
        return message.method() + " " + message.target();
    }

    private static String decode(String text) {
        return Url.unescape(text.replace('+', ' '));
    }
}
