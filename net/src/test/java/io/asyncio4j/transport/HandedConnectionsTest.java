package io.asyncio4j.transport;

import static io.asyncio4j.net.Net.port;
import static io.asyncio4j.net.Net.stop;
import static io.asyncio4j.net.Net.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.net.Descriptors;
import io.asyncio4j.net.Io;
import io.asyncio4j.net.Net;
import io.asyncio4j.net.OnEveryIo;
import io.asyncio4j.net.Warnings;
import io.asyncio4j.task.RunUntilComplete;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Connections that one loop accepts and another is to serve, which has not come to them yet.
@OnEveryIo
class HandedConnectionsTest {
    private static final String HOST = "127.0.0.1";
    private final Io io;
    private final List<Recorder> theirs = new ArrayList<>();

    HandedConnectionsTest(Io io) {
        this.io = io;
    }

    @BeforeAll
    static void openWhatTheJdkOpensOnce() throws IOException {
        new ServerSocket(0).close();
    }

    private interface Body {
        /// @param thread the other loop's
        void run(ExecutorService thread, EventLoop home, Server taker, int port) throws Exception;
    }

    private static Recorder noted(List<Recorder> made) {
        Recorder recorder = new Recorder();
        made.add(recorder);
        return recorder;
    }

    /// With a server that gives every second connection, from the first on, to one on a loop that does not run yet.
    private void handing(Body body) throws Exception {
        io.net(() -> {
            try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
                EventLoop home = thread.submit(() -> new EventLoop()).get();
                Server taker = thread.submit(() -> RunUntilComplete.runUntilComplete(home, Connections
                        .createServer(() -> noted(theirs), List.of(), 0, ServerOptions.DEFAULT))).get();
                List<Recorder> mine = new ArrayList<>();
                Server acceptor = Connections.createServer(() -> noted(mine), HOST, 0).await();
                acceptor.handTo(List.of(taker, acceptor));
                body.run(thread, home, taker, port(acceptor));
                thread.submit(home::close).get();
                stop(acceptor);
            }
        });
    }

    /// When this ends, all that has been accepted before is handed over.
    private static void connectToTheAcceptor(int port) throws Exception {
        Connected<Recorder> connection = Connections.createConnection(Recorder::new, HOST, port).await();
        connection.transport().write(Net.bytes("x"));
        connection.transport().writeEof();
        until("the acceptor has served", () -> connection.protocol().hasLost());
    }

    @Test
    void endWithTheOtherLoop() throws Exception {
        handing((thread, home, _, port) -> {
            try (Warnings warnings = Warnings.of("io.asyncio4j.net")) {
                Connected<Recorder> handed = Connections.createConnection(Recorder::new, HOST, port).await();
                connectToTheAcceptor(port);
                thread.submit(home::close).get();
                until("it has ended", () -> handed.protocol().hasLost());
                assertThat(warnings.texts()).singleElement().asString()
                        .startsWith("connection closed: the loop that was to serve it is closed: ")
                        .contains(":" + port);
                assertThat(theirs).isEmpty();
            }
        });
    }

    @Test
    void whosePeersHaveGoneAreMadeAndLost() throws Exception {
        handing((thread, home, taker, port) -> {
            long before = Descriptors.sockets();
            new Socket(HOST, port).close();
            connectToTheAcceptor(port);
            try (Socket reset = new Socket(HOST, port)) {
                reset.setSoLinger(true, 0);
                reset.getOutputStream().write(1);
            }
            connectToTheAcceptor(port);
            thread.submit(() -> RunUntilComplete.runUntilComplete(home, () -> {
                until("both are lost", () -> theirs.size() == 2 && theirs.stream().allMatch(Recorder::hasLost));
                stop(taker);
                return null;
            })).get();
            thread.submit(home::close).get(); // what io_uring is to close is closed by the next poll
            until("no descriptor is left", () -> {
                try {
                    return Descriptors.sockets() <= before;
                } catch (IOException impossible) {
                    throw new AssertionError(impossible);
                }
            });
        });
    }
}
