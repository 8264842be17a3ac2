package io.asyncio4j.net.netty;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/// Chooses the [Backend]: the best that works for any loop, or the one that `-Dasyncio4j.io` names. Thread-safe.
///
/// Never io_uring by itself: record 15.
final class Backends {
    /// The system property that forces a choice: epoll, io_uring, kqueue or nio.
    static final String PROPERTY = "asyncio4j.io";

    private static final Logger LOG = System.getLogger("io.asyncio4j.net");
    private static final Map<String, Supplier<Backend>> KNOWN = known();

    private Backends() {
    }

    private static Map<String, Supplier<Backend>> known() {
        Map<String, Supplier<Backend>> kinds = new LinkedHashMap<>(); // best first
        kinds.put("epoll", EpollBackend::new);
        kinds.put("io_uring", IoUringBackend::new);
        kinds.put("kqueue", KqueueBackend::new);
        kinds.put("nio", NioBackend::new);
        return kinds;
    }

    /// The choice for a new driver.
    ///
    /// @throws IllegalStateException when the one asked for does not work here
    static Backend choose() {
        String wish = System.getProperty(PROPERTY);
        Backend chosen =
                wish == null || wish.isBlank() ? best() : forced(wish.strip().toLowerCase(Locale.ROOT));
        LOG.log(Level.DEBUG, "network I/O by {0}", chosen.name());
        return chosen;
    }

    private static Backend best() {
        for (Supplier<Backend> kind : KNOWN.values()) {
            Probe probe = probe(kind);
            if (probe.backend != null && probe.backend.anyThread()) {
                return probe.backend;
            }
        }
        throw new IllegalStateException("network I/O is impossible: not even nio works here");
    }

    private static Backend forced(String name) {
        Supplier<Backend> kind = KNOWN.get(name);
        if (kind == null) {
            throw new IllegalStateException("network I/O of an unknown kind: -D" + PROPERTY + "=" + name
                    + "; give one of " + String.join(", ", KNOWN.keySet()));
        }
        Probe probe = probe(kind);
        if (probe.backend == null) {
            throw new IllegalStateException(
                    "network I/O by " + name + " does not work here: " + reason(probe.failure)
                            + "; remove -D" + PROPERTY + " or give another one of "
                            + String.join(", ", KNOWN.keySet()),
                    probe.failure);
        }
        return probe.backend;
    }

    private static String reason(@Nullable Throwable failure) {
        Throwable root = failure;
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root);
    }

    private record Probe(@Nullable Backend backend, @Nullable Throwable failure) {
    }

    private static Probe probe(Supplier<Backend> kind) {
        try {
            Backend backend = kind.get();
            Throwable unavailability = backend.unavailability();
            return unavailability == null ? new Probe(backend, null) : new Probe(null, unavailability);
        } catch (LinkageError classesMissing) {
            return new Probe(null, classesMissing);
        }
    }
}
