package io.asyncio4j.http.codec;

import io.asyncio4j.task.Future;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The open connections of a server. Loop-confined.
final class ServerConnections {

    private final Set<ServerConnection> open = new LinkedHashSet<>();
    private @Nullable Future<@Nullable Void> empty;

    void add(ServerConnection connection) {
        open.add(connection);
    }

    void remove(ServerConnection connection) {
        open.remove(connection);
        Future<@Nullable Void> waiting = empty;
        if (open.isEmpty() && waiting != null && !waiting.isDone() && !waiting.getLoop().isClosed()) {
            waiting.setResult(null);
        }
    }

    int size() {
        return open.size();
    }

    void drain() {
        List.copyOf(open).forEach(ServerConnection::drain);
    }

    void closeAll() {
        List.copyOf(open).forEach(ServerConnection::close);
    }

    /// {@return done when no connection is open}
    Future<@Nullable Void> whenEmpty(Future<@Nullable Void> future) {
        empty = future;
        if (open.isEmpty()) {
            future.setResult(null);
        }
        return future;
    }
}
