package io.asyncio4j.http;

/// A response had a status of 4xx or 5xx and the caller asked for an exception then. Immutable.
public final class StatusException extends HttpException {

    private static final long serialVersionUID = 1;

    private final transient Status status;
    private final transient Headers headers;
    private final String bodyExcerpt;

    /// Creates the exception.
    ///
    /// @param message the request and the status
    /// @param status the status
    /// @param headers the headers of the response
    /// @param bodyExcerpt the beginning of the body as text
    public StatusException(String message, Status status, Headers headers, String bodyExcerpt) {
        super(message, null);
        this.status = status;
        this.headers = headers;
        this.bodyExcerpt = bodyExcerpt;
    }

    /// {@return the status}
    public Status status() {
        return status;
    }

    /// {@return the headers of the response}
    public Headers headers() {
        return headers;
    }

    /// {@return the beginning of the body as text}
    public String bodyExcerpt() {
        return bodyExcerpt;
    }
}
