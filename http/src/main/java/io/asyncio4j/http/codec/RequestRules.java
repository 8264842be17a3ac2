package io.asyncio4j.http.codec;

import io.asyncio4j.http.Headers;
import io.asyncio4j.http.HttpLimits;
import io.asyncio4j.http.Method;
import io.asyncio4j.http.Url;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a request head must satisfy beyond its syntax. Immutable, no state.
///
/// Every rule closes a way to make two parties of a chain read one connection differently (request smuggling), or to reach
/// a host other than the one checked.
final class RequestRules {

    /// Fields that mean something only once; so does the length, of which the scanner lets one through.
    private static final List<String> SINGLETONS = List.of("Host", "Transfer-Encoding", "Content-Type",
            "Content-Range", "Content-Location", "Expect", "Max-Forwards", "User-Agent", "Authorization");

    private RequestRules() {
    }

    /// What the rules made of a head.
    ///
    /// @param refusal why it is refused, or null
    /// @param authority the host it is for
    /// @param target the target in origin form
    record Verdict(@Nullable Refusal refusal, String authority, String target) {
    }

    static Verdict check(String method, String target, String version, Headers headers, HttpLimits limits) {
        boolean http10 = version.equals("HTTP/1.0");
        if (!http10 && !version.equals("HTTP/1.1")) {
            return refuse(505, "only versions 1.1 and 1.0 are spoken here");
        }
        for (String name : SINGLETONS) {
            if (headers.all(name).size() > 1) {
                return refuse(400, "header given twice: " + name);
            }
        }
        Refusal framing = framing(headers, http10, limits);
        if (framing != null) {
            return new Verdict(framing, "", target);
        }
        String host = headers.first("Host").orElse("");
        if (host.isEmpty() && !http10) {
            return refuse(400, "Host header is missing");
        }
        if (!host.isEmpty() && !isHost(host)) {
            return refuse(400, "Host header is malformed");
        }
        if (headers.contains("Expect") && !headers.get("Expect").equalsIgnoreCase("100-continue")) {
            return refuse(417, "only 100-continue can be expected");
        }
        return target(method, target, host);
    }

    private static @Nullable Refusal framing(Headers headers, boolean http10, HttpLimits limits) {
        boolean chunked = headers.contains("Transfer-Encoding");
        if (chunked && (http10 || headers.contains("Content-Length"))) {
            return Refusal.of(400, "Transfer-Encoding is not allowed here");
        }
        if (chunked && !headers.get("Transfer-Encoding").equalsIgnoreCase("chunked")) {
            return Refusal.of(400, "Transfer-Encoding must be chunked");
        }
        if (headers.contains("Content-Length")) {
            long length = length(headers.get("Content-Length"));
            if (length < 0) {
                return Refusal.of(400, "Content-Length is malformed");
            }
            if (length > limits.body()) {
                return tooLarge(limits);
            }
        }
        return null;
    }

    static Refusal tooLarge(HttpLimits limits) {
        return Refusal.of(413, "body is longer than " + limits.body() + " bytes");
    }

    /// {@return the number, or -1 where it is not plain digits}
    static long length(String text) {
        if (text.isEmpty() || text.length() > 18) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value;
    }

    private static Verdict target(String method, String target, String host) {
        if (target.startsWith("/")) {
            return new Verdict(null, host, target);
        }
        if (target.equals("*") && method.equals(Method.OPTIONS.name())) {
            return new Verdict(null, host, target);
        }
        if (method.equals("CONNECT")) {
            return refuse(501, "CONNECT is not offered here");
        }
        try {
            Url url = Url.parse(target);
            return new Verdict(null, url.origin().hostHeader(), url.target());
        } catch (IllegalArgumentException e) {
            return refuse(400, "request target is malformed");
        }
    }

    private static boolean isHost(String host) {
        try {
            return Url.parse("http://" + host + "/").target().equals("/") && host.indexOf('@') < 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Verdict refuse(int code, String reason) {
        return new Verdict(Refusal.of(code, reason), "", "");
    }
}
