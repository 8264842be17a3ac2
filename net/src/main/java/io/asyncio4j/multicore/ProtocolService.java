package io.asyncio4j.multicore;

import io.asyncio4j.multicore.LoopGroupOptions.Sharing;
import io.asyncio4j.transport.BaseProtocol;
import io.asyncio4j.transport.Connections;
import io.asyncio4j.transport.Server;
import io.asyncio4j.transport.ServerOptions;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/// A server of protocols on one loop of a group. Loop-confined.
final class ProtocolService implements Service {
    private final Supplier<? extends BaseProtocol> factory;
    private final String host;
    private final int port;
    private final ServerOptions options;
    private @Nullable Server server;

    ProtocolService(Supplier<? extends BaseProtocol> factory, String host, int port, ServerOptions options) {
        this.factory = factory;
        this.host = host;
        this.port = port;
        this.options = options;
    }

    @Override
    public @Nullable InetSocketAddress start(Sharing sharing, @Nullable InetSocketAddress first) throws Exception {
        boolean reusePort = sharing == Sharing.REUSE_PORT;
        Server made = Connections.createServer(factory, first == null || reusePort ? List.of(host) : List.of(),
                first == null ? port : first.getPort(), reusePort ? options.withReusePort(true) : options).await();
        server = made;
        return made.sockets().isEmpty() ? null : (InetSocketAddress) made.sockets().getFirst().localAddress();
    }

    @Override
    public void handTo(List<? extends Service> all) {
        server().handTo(all.stream().map(one -> ((ProtocolService) one).server()).toList());
    }

    @Override
    public void drain() throws Exception {
        server().close();
        server().waitClosed().await();
    }

    @Override
    public void abort() {
        server().abortClients();
    }

    private Server server() {
        return Objects.requireNonNull(server);
    }
}
