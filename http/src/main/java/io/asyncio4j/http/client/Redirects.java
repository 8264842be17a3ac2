package io.asyncio4j.http.client;

import io.asyncio4j.http.Headers;
import io.asyncio4j.http.Method;
import io.asyncio4j.http.ProtocolException;
import io.asyncio4j.http.Status;
import io.asyncio4j.http.Url;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a response sends the client next, and with what. Immutable, no state.
///
/// | status | method | body |
/// |---|---|---|
/// | 303 | GET, but HEAD stays | dropped |
/// | 301, 302 | POST becomes GET, others stay | dropped with POST, else kept |
/// | 307, 308 | stays | kept, but never sent to another origin |
///
/// A hop to another scheme, host or port loses every header that may carry a secret.
final class Redirects {

    private static final List<String> SECRETS =
            List.of("Authorization", "Cookie", "Proxy-Authorization", "X-Api-Key", "Host");
    private static final List<String> OF_BODY =
            List.of("Content-Type", "Content-Encoding", "Content-Language", "Content-Location");

    private Redirects() {
    }

    /// One request of a chain.
    ///
    /// @param method its method
    /// @param url its address
    /// @param headers the caller's header fields that still apply
    /// @param body its body
    record Hop(Method method, Url url, Headers headers, byte[] body) {

        String label() {
            return method + " " + url;
        }
    }

    /// {@return the next request, or null when the response is the end}
    ///
    /// @throws ProtocolException when the response points to no http address, or would send the body to a stranger
    static @Nullable Hop next(Hop from, Status status, Headers response) {
        String location = response.first("Location").orElse("");
        if (!status.isRedirect() || location.isEmpty()) {
            return null;
        }
        Url target = resolve(from, location);
        boolean toGet = (status.code() == 303 && !from.method.equals(Method.HEAD))
                || (status.code() <= 302 && from.method.equals(Method.POST));
        boolean sameOrigin = target.origin().equals(from.url.origin());
        Headers headers = from.headers;
        if (!sameOrigin) {
            if (!toGet && from.body.length > 0) {
                throw new ProtocolException(from.label() + ": " + status
                        + " would send the request body to another origin: " + target.origin()
                        + "; send it there yourself if you trust it", null);
            }
            headers = dropping(headers, SECRETS);
        }
        if (toGet) {
            return new Hop(Method.GET, target, dropping(headers, OF_BODY), new byte[0]);
        }
        return new Hop(from.method, target, headers, from.body);
    }

    private static Url resolve(Hop from, String location) {
        try {
            // Header values are ISO-8859-1, so this gives back the very bytes of the server.
            Url url = from.url.resolve(Url.escape(location, StandardCharsets.ISO_8859_1));
            if (url.userInfo() == null || from.url.origin().equals(url.origin())) {
                return url;
            }
            return Url.parse(url.toString());
        } catch (IllegalArgumentException e) {
            throw new ProtocolException(from.label() + ": the redirect leads nowhere: " + e.getMessage(), e);
        }
    }

    private static Headers dropping(Headers headers, List<String> names) {
        Headers left = headers;
        for (String name : names) {
            left = left.without(name);
        }
        return left;
    }
}
