package io.asyncio4j.http.client;

/// Refuses header fields that say where a message ends. Immutable, no state.
final class Framing {

    private Framing() {
    }

    static void refuse(String name) {
        if (name.equalsIgnoreCase("Content-Length") || name.equalsIgnoreCase("Transfer-Encoding")) {
            throw new IllegalArgumentException(
                    "header " + name
                            + " is set by the client itself; leave it out, it follows from the body");
        }
    }
}
