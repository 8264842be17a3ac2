package io.asyncio4j.pressure;

import io.asyncio4j.transport.Server;

import java.net.InetSocketAddress;
import java.util.List;

/// `aio stress network [NAME...]`: each in a process of its own; all without names.
public final class Main {
    private static final List<String> NAMES = List.of("connections", "gibibyte", "vanished", "endings");

    private Main() {
    }

    /// Runs.
    public static void main(String[] arguments) throws Exception {
        for (String name : arguments.length == 0 ? NAMES : List.of(arguments)) {
            switch (name) {
                case "connections" -> IdleConnections.run();
                case "gibibyte" -> SlowReader.run();
                case "vanished" -> VanishedPeer.run();
                case "endings" -> EndingLoops.run();
                default -> {
                    System.err.println("stress: no such pressure on the network: " + name + "; there are " + NAMES);
                    System.exit(2);
                }
            }
        }
    }

    /// The port a server listens on.
    static int port(Server server) {
        if (server.sockets().getFirst().localAddress() instanceof InetSocketAddress internet) {
            return internet.getPort();
        }
        throw new IllegalStateException("server has no port: " + server);
    }
}
