package io.asyncio4j.http;

/// How far a request had come; an error names it. Immutable.
public enum Phase {

    /** All connections were in use. */
    POOL("waiting for a free connection"),
    /** The name was being looked up. */
    RESOLVE("looking up the host"),
    /** The connection was being opened. */
    CONNECT("connecting"),
    /** The peers were agreeing on keys. */
    TLS("shaking hands over TLS"),
    /** The request was sent or on its way, nothing had come back. */
    RESPONSE("waiting for the response"),
    /** Headers were there, the body was not complete. */
    BODY("reading the response body");

    private final String text;

    Phase(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
