package io.asyncio4j.http.client;

import io.asyncio4j.http.Origin;
import io.asyncio4j.http.codec.ClientWire;
import org.jspecify.annotations.Nullable;

/// The right to use one connection to an origin: an open one, or room to open one. Loop-confined.
///
/// Given back once, by [ConnectionPool#giveBack].
final class Lease {

    final Origin origin;
    private final boolean reused;
    private @Nullable ClientWire wire;

    Lease(Origin origin, @Nullable ClientWire wire) {
        this.origin = origin;
        this.wire = wire;
        this.reused = wire != null;
    }

    /// {@return whether the connection has carried a request before}
    boolean isReused() {
        return reused;
    }

    @Nullable ClientWire wire() {
        return wire;
    }

    void opened(ClientWire newWire) {
        wire = newWire;
    }
}
