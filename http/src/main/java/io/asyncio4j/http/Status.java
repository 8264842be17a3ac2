package io.asyncio4j.http;

import java.util.Map;

/// A response status. Immutable. Unknown codes are allowed.
///
/// @param code three digits, 100 to 599
/// @param reason the phrase after it, for people only; may be empty
public record Status(int code, String reason) {

    private static final Map<Integer, String> REASONS = Map.ofEntries(Map.entry(100, "Continue"),
            Map.entry(101, "Switching Protocols"), Map.entry(103, "Early Hints"), Map.entry(200, "OK"),
            Map.entry(201, "Created"), Map.entry(202, "Accepted"), Map.entry(204, "No Content"),
            Map.entry(205, "Reset Content"), Map.entry(206, "Partial Content"),
            Map.entry(300, "Multiple Choices"),
            Map.entry(301, "Moved Permanently"), Map.entry(302, "Found"), Map.entry(303, "See Other"),
            Map.entry(304, "Not Modified"), Map.entry(307, "Temporary Redirect"),
            Map.entry(308, "Permanent Redirect"),
            Map.entry(400, "Bad Request"), Map.entry(401, "Unauthorized"), Map.entry(402, "Payment Required"),
            Map.entry(403, "Forbidden"), Map.entry(404, "Not Found"), Map.entry(405, "Method Not Allowed"),
            Map.entry(406, "Not Acceptable"), Map.entry(408, "Request Timeout"), Map.entry(409, "Conflict"),
            Map.entry(410, "Gone"), Map.entry(411, "Length Required"), Map.entry(412, "Precondition Failed"),
            Map.entry(413, "Content Too Large"), Map.entry(414, "URI Too Long"),
            Map.entry(415, "Unsupported Media Type"), Map.entry(416, "Range Not Satisfiable"),
            Map.entry(417, "Expectation Failed"), Map.entry(418, "I'm a teapot"),
            Map.entry(421, "Misdirected Request"),
            Map.entry(422, "Unprocessable Content"), Map.entry(425, "Too Early"),
            Map.entry(426, "Upgrade Required"),
            Map.entry(428, "Precondition Required"), Map.entry(429, "Too Many Requests"),
            Map.entry(431, "Request Header Fields Too Large"),
            Map.entry(451, "Unavailable For Legal Reasons"),
            Map.entry(500, "Internal Server Error"), Map.entry(501, "Not Implemented"),
            Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Unavailable"), Map.entry(504, "Gateway Timeout"),
            Map.entry(505, "HTTP Version Not Supported"), Map.entry(507, "Insufficient Storage"),
            Map.entry(511, "Network Authentication Required"));

    /// 200.
    public static final Status OK = of(200);
    /// 400.
    public static final Status BAD_REQUEST = of(400);
    /// 404.
    public static final Status NOT_FOUND = of(404);
    /// 405.
    public static final Status METHOD_NOT_ALLOWED = of(405);
    /// 500.
    public static final Status INTERNAL_SERVER_ERROR = of(500);

    /// Checks both parts.
    ///
    /// @throws IllegalArgumentException for a code outside 100 to 599 or a control character in the reason
    public Status {
        if (code < 100 || code > 599) {
            throw new IllegalArgumentException("status code is out of range: " + code + "; use 100 to 599");
        }
        FieldSyntax.checkText("reason of status " + code, reason);
    }

    /// {@return the status with its usual reason, or none for an unknown code}
    ///
    /// @param code the code
    /// @throws IllegalArgumentException for a code outside 100 to 599
    public static Status of(int code) {
        return new Status(code, REASONS.getOrDefault(code, ""));
    }

    /// {@return whether the code is 2xx}
    public boolean isSuccess() {
        return code / 100 == 2;
    }

    /// {@return whether the code is 301, 302, 303, 307 or 308: go elsewhere}
    public boolean isRedirect() {
        return code == 301 || code == 302 || code == 303 || code == 307 || code == 308;
    }

    /// {@return whether the code is 4xx or 5xx}
    public boolean isError() {
        return code >= 400;
    }

    /// {@return whether a response of this status never has a body (1xx, 204, 304)}
    public boolean isBodiless() {
        return code < 200 || code == 204 || code == 304;
    }

    @Override
    public String toString() {
        return reason.isEmpty() ? Integer.toString(code) : code + " " + reason;
    }
}
