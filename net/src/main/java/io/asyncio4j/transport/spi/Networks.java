package io.asyncio4j.transport.spi;

import io.asyncio4j.loop.EventLoop;

import java.util.ServiceLoader;

/// Finds the network of a loop. Thread-safe; [#of] itself is for the loop's thread.
public final class Networks {
    private Networks() {
    }

    /// The loop's network; installed now if the loop has had none.
    ///
    /// @throws IllegalStateException when no network can be had
    public static Network of(EventLoop loop) {
        return loop.driver() instanceof Network network ? network : Provider.FOUND.install(loop);
    }

    private static final class Provider {
        static final NetworkProvider FOUND = ServiceLoader
                .load(NetworkProvider.class, NetworkProvider.class.getClassLoader()).findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "network is missing: no NetworkProvider on the module path or the class path; add asyncio4j-net"));
    }
}
