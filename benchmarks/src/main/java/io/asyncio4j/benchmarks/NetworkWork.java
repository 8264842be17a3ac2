package io.asyncio4j.benchmarks;

import java.util.ArrayList;
import java.util.List;

/// What a server is asked to do: echo, or accept again and again. Immutable.
///
/// @param work its row
/// @param arguments of the load generator
/// @param tls whether by TLS
record NetworkWork(Work work, List<String> arguments, boolean tls) {
    static final String GROUP = "network";
    static final List<Integer> SIZES = List.of(64, 1024, 65536);
    static final List<Integer> CONNECTIONS = List.of(1, 50, 1000);
    static final List<NetworkWork> ALL = all();

    private static List<NetworkWork> all() {
        List<NetworkWork> all = new ArrayList<>();
        for (int size : SIZES) {
            for (int connections : CONNECTIONS) {
                all.add(echo("echo-" + size + "-" + connections, size, connections, false));
            }
        }
        all.add(new NetworkWork(work("connect", "connect, 64 B there and back, close"),
                List.of("--connect", "--connections", "50", "--size", "64"), false));
        all.add(echo("tls-1024-50", 1024, 50, true));
        all.add(echo("tls-65536-50", 65536, 50, true));
        return List.copyOf(all);
    }

    private static NetworkWork echo(String name, int size, int connections, boolean tls) {
        String title = (tls ? "TLS echo, " : "echo, ") + text(size) + ", " + connections
                + (connections == 1 ? " connection" : " connections");
        return new NetworkWork(work(name, title),
                List.of("--connections", String.valueOf(connections), "--size", String.valueOf(size)), tls);
    }

    private static Work work(String name, String title) {
        return new Work(GROUP, name, title, Work.RATE);
    }

    /// A size for readers.
    static String text(int size) {
        return size < 1024 ? size + " B" : size / 1024 + " KiB";
    }

    /// Whether it is part of a quick run.
    boolean quick() {
        return List.of("echo-64-1", "echo-1024-50", "echo-65536-50", "connect", "tls-1024-50").contains(work.name());
    }
}
