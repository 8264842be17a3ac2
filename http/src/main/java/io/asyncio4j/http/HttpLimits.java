package io.asyncio4j.http;

/// How much of a message a peer may make us hold. Immutable.
///
/// All lengths are bytes without the line end. 0 means 0; without limit is [#UNLIMITED].
///
/// @param line the request line or status line; more is 414 on the server
/// @param field one header field, name, colon and value; more is 431
/// @param fields the number of header fields of one message, trailers included; more is 431
/// @param head all header fields of one message together; more is 431
/// @param body the body of one message, after decompression; more is 413, or `PayloadException` on the client
public record HttpLimits(int line, int field, int fields, int head, long body) {

    /// No limit. Only a body may have none.
    public static final long UNLIMITED = Long.MAX_VALUE;

    private static final HttpLimits SERVER = new HttpLimits(8190, 8190, 128, 65_536, 1 << 20);
    private static final HttpLimits CLIENT = SERVER.withBody(64L << 20);

    /// Checks the values.
    ///
    /// @throws IllegalArgumentException for a negative number, or a line, field, count or head of 0
    public HttpLimits {
        check("line", line, 1);
        check("field", field, 1);
        check("fields", fields, 1);
        check("head", head, 1);
        check("body", body, 0);
    }

    /// {@return what a server starts with: line and field 8190, 128 fields, 64 KiB of headers, 1 MiB of body}
    public static HttpLimits server() {
        return SERVER;
    }

    /// {@return what a client starts with: as the server's, but 64 MiB of body}
    public static HttpLimits client() {
        return CLIENT;
    }

    /// {@return a copy with another limit for the first line}
    ///
    /// @param bytes at least 1
    public HttpLimits withLine(int bytes) {
        return new HttpLimits(bytes, field, fields, head, body);
    }

    /// {@return a copy with another limit for one field}
    ///
    /// @param bytes at least 1
    public HttpLimits withField(int bytes) {
        return new HttpLimits(line, bytes, fields, head, body);
    }

    /// {@return a copy with another number of fields}
    ///
    /// @param count at least 1
    public HttpLimits withFields(int count) {
        return new HttpLimits(line, field, count, head, body);
    }

    /// {@return a copy with another limit for all fields together}
    ///
    /// @param bytes at least 1
    public HttpLimits withHead(int bytes) {
        return new HttpLimits(line, field, fields, bytes, body);
    }

    /// {@return a copy with another limit for the body}
    ///
    /// @param bytes at least 0, or [#UNLIMITED]
    public HttpLimits withBody(long bytes) {
        return new HttpLimits(line, field, fields, head, bytes);
    }

    private static void check(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "limit '" + name + "' is too small: " + value + "; use at least " + least);
        }
    }
}
