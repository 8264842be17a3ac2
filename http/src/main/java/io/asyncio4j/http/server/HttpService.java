package io.asyncio4j.http.server;

import io.asyncio4j.multicore.LoopGroupOptions.Sharing;
import io.asyncio4j.multicore.Service;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A server on one loop of a group. Loop-confined.
final class HttpService implements Service {

    private final HttpServer server;

    HttpService(HttpServer server) {
        this.server = server;
    }

    @Override
    public @Nullable InetSocketAddress start(Sharing sharing, @Nullable InetSocketAddress first) throws Exception {
        boolean reusePort = sharing == Sharing.REUSE_PORT;
        return server.open(first == null || reusePort, first == null ? server.options().port() : first.getPort(),
                reusePort || server.options().reusePort());
    }

    @Override
    public void handTo(List<? extends Service> all) {
        server.listening().handTo(all.stream().map(one -> ((HttpService) one).server.listening()).toList());
    }

    @Override
    public void drain() throws Exception {
        server.stop().await();
    }

    @Override
    public void abort() {
        server.breakOff();
    }
}
