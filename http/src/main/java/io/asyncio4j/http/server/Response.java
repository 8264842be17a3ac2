package io.asyncio4j.http.server;

import io.asyncio4j.http.Headers;
import io.asyncio4j.http.Status;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// What a [Handler] answers. Immutable; the methods return changed copies.
///
/// Length, `Date` and `Connection` are the server's affair. The body is left out where method or status forbid one.
public final class Response {

    private final Status status;
    private final Headers headers;
    private final byte[] body;

    private Response(Status status, Headers headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /// {@return 200 with text in UTF-8}
    ///
    /// @param text the body
    public static Response text(String text) {
        Objects.requireNonNull(text, "text");
        return of("text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /// {@return 200 with a page in UTF-8}
    ///
    /// @param page the markup
    public static Response html(String page) {
        Objects.requireNonNull(page, "page");
        return of("text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
    }

    /// {@return 200 with JSON}
    ///
    /// @param json the body, already JSON
    public static Response json(String json) {
        Objects.requireNonNull(json, "json");
        return of("application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    /// {@return 200 with bytes}
    ///
    /// @param contentType what they are
    /// @param bytes the body; copied
    public static Response bytes(String contentType, byte[] bytes) {
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(bytes, "bytes");
        return of(contentType, bytes.clone());
    }

    /// {@return a status with its reason as text}
    ///
    /// @param code the status code
    public static Response status(int code) {
        Status status = Status.of(code);
        return text(status.isBodiless() ? "" : status + "\n").withStatus(status);
    }

    /// {@return 302 to another address}
    ///
    /// @param location an address or a path, percent-encoded
    public static Response redirect(String location) {
        Objects.requireNonNull(location, "location");
        return status(302).withHeader("Location", location);
    }

    private static Response of(String contentType, byte[] body) {
        return new Response(Status.OK, Headers.of("Content-Type", contentType), body);
    }

    /// {@return a copy with another status}
    ///
    /// @param code the status code
    public Response withStatus(int code) {
        return withStatus(Status.of(code));
    }

    /// {@return a copy with another status}
    ///
    /// @param newStatus the status
    public Response withStatus(Status newStatus) {
        Objects.requireNonNull(newStatus, "newStatus");
        if (newStatus.code() < 200) {
            throw new IllegalArgumentException(
                    "a handler cannot answer " + newStatus + "; interim responses are the server's affair");
        }
        return new Response(newStatus, headers, body);
    }

    /// {@return a copy in which the header has this one value}
    ///
    /// @param name the name
    /// @param value the value
    /// @throws IllegalArgumentException for an illegal character, or a field the server sets itself (`Content-Length`,
    ///         `Transfer-Encoding`, `Connection`)
    public Response withHeader(String name, String value) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        refuseFraming(name);
        return new Response(status, headers.with(name, value), body);
    }

    /// {@return a copy with one more header field}
    ///
    /// @param name the name
    /// @param value the value
    /// @throws IllegalArgumentException as for [#withHeader]
    public Response addingHeader(String name, String value) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        refuseFraming(name);
        return new Response(status, headers.adding(name, value), body);
    }

    /// {@return the status}
    public Status status() {
        return status;
    }

    /// {@return the header fields set so far}
    public Headers headers() {
        return headers;
    }

    /// {@return a copy of the body}
    public byte[] body() {
        return body.clone();
    }

    byte[] bytes() {
        return body;
    }

    private static void refuseFraming(String name) {
        if (name.equalsIgnoreCase("Content-Length") || name.equalsIgnoreCase("Transfer-Encoding")
                || name.equalsIgnoreCase("Connection")) {
            throw new IllegalArgumentException(
                    "header " + name + " is set by the server itself; leave it out");
        }
    }
}
