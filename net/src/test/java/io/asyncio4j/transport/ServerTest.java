package io.asyncio4j.transport;

import static io.asyncio4j.coroutine.AsyncWith.asyncWith;
import static io.asyncio4j.net.Net.bytes;
import static io.asyncio4j.net.Net.go;
import static io.asyncio4j.net.Net.port;
import static io.asyncio4j.net.Net.spawn;
import static io.asyncio4j.net.Net.stop;
import static io.asyncio4j.net.Net.theReport;
import static io.asyncio4j.net.Net.tick;
import static io.asyncio4j.net.Net.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.asyncio4j.context.ContextVar;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.net.Io;
import io.asyncio4j.net.OnEveryIo;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Task;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@OnEveryIo
class ServerTest {
    private static final String HOST = "127.0.0.1";
    private final Io io;

    ServerTest(Io io) {
        this.io = io;
    }

    /// A server whose protocols are written down.
    private static Server serving(List<Recorder> made) throws Exception {
        return serving(made, ServerOptions.DEFAULT);
    }

    private static Server serving(List<Recorder> made, ServerOptions options) throws Exception {
        return Connections.createServer(() -> {
            Recorder recorder = new Recorder();
            made.add(recorder);
            return recorder;
        }, HOST, 0, options).await();
    }

    private static Connected<Recorder> connect(int port) throws Exception {
        return Connections.createConnection(Recorder::new, HOST, port).await();
    }

    // ---- servers

    @Test
    @CPythonTest({"test_events.TestServer.test_get_loop",
            "test_events.EventLoopTestsMixin.test_server_close"})
    void serverTellsItsAddressAndItsState() throws Exception {
        io.net(() -> {
            Server server = serving(new ArrayList<>());
            assertThat(server.isServing()).isTrue();
            assertThat(server.getLoop()).isSameAs(EventLoop.running());
            assertThat(server.sockets()).hasSize(1);
            assertThat(
                    ((InetSocketAddress) server.sockets().getFirst().localAddress()).getAddress().isLoopbackAddress())
                    .isTrue();
            server.close();
            server.close();
            assertThat(server.isServing()).isFalse();
            assertThat(server.sockets()).isEmpty();
            server.waitClosed().await();
            assertThatThrownBy(() -> server.startServing().await()).isInstanceOf(IllegalStateException.class);
        });
    }

    @Test
    void closedServerRefusesAtOnce() throws Exception {
        io.net(() -> {
            Server server = serving(new ArrayList<>());
            int port = port(server);
            server.close();
            assertThatThrownBy(() -> connect(port)).isInstanceOf(ConnectException.class);
        });
    }

    @Test
    @CPythonTest({"test_events.EventLoopTestsMixin.test_create_server_addr_in_use",
            "test_base_events.BaseEventLoopWithSelectorTests.test_create_server_cant_bind"})
    void takenPortIsABindFailureThatNamesIt() throws Exception {
        io.net(() -> {
            Server server = serving(new ArrayList<>());
            assertThatThrownBy(() -> Connections.createServer(Recorder::new, HOST, port(server)).await())
                    .isInstanceOf(BindException.class)
                    .hasMessageStartingWith("listen on 127.0.0.1:" + port(server) + " failed: ");
            stop(server);
        });
    }

    @Test
    @CPythonTest("test_events.EventLoopTestsMixin.test_create_server_reuse_port")
    void serversOnOnePortShareItWhenBothSaySo() throws Exception {
        io.net(() -> {
            ServerOptions shared = ServerOptions.DEFAULT.withReusePort(true);
            List<Recorder> first = new ArrayList<>();
            List<Recorder> second = new ArrayList<>();
            Server one = serving(first, shared);
            Server two = Connections.createServer(() -> {
                second.add(new Recorder());
                return second.getLast();
            }, HOST, port(one), shared).await();
            List<Transport> clients = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                clients.add(connect(port(one)).transport());
            }
            until("all are served", () -> first.size() + second.size() == 40);
            assertThat(first).isNotEmpty();
            assertThat(second).isNotEmpty();
            clients.forEach(Transport::close);
            stop(one);
            stop(two);
        });
    }

    @Test
    @CPythonTest({"test_events.EventLoopTestsMixin.test_create_server_multiple_hosts_ipv4",
            "test_base_events.BaseEventLoopWithSelectorTests.test_create_server_empty_host"})
    void everyHostGetsASocketOfItsOwnAndEveryAddressOne() throws Exception {
        io.net(() -> {
            List<Recorder> served = new ArrayList<>();
            Server server = Connections.createServer(() -> {
                served.add(new Recorder());
                return served.getLast();
            }, List.of("127.0.0.1", "127.0.0.2", "127.0.0.1"), 0, ServerOptions.DEFAULT).await();
            assertThat(server.sockets()).hasSize(2);
            for (TransportSocket socket : server.sockets()) {
                InetSocketAddress address = (InetSocketAddress) socket.localAddress();
                Connections.createConnection(Recorder::new, address.getHostString(), address.getPort()).await()
                        .transport().close();
            }
            until("both are served", () -> served.size() == 2);
            stop(server);
        });
    }

    @Test
    @CPythonTest("test_events.EventLoopTestsMixin.test_create_server_dual_stack")
    void wildcardServesBothFamiliesOnOneSocket() throws Exception {
        io.net(() -> {
            for (List<String> hosts : List.of(List.of(Connections.ALL_INTERFACES), List.of("0.0.0.0", "::"))) {
                List<Recorder> served = new ArrayList<>();
                Server server = Connections.createServer(() -> {
                    served.add(new Recorder());
                    return served.getLast();
                }, hosts, 0, ServerOptions.DEFAULT).await();
                assertThat(server.sockets()).hasSize(1);
                Connections.createConnection(Recorder::new, HOST, port(server)).await().transport().close();
                until("IPv4 is served", () -> served.size() == 1);
                Connections.createConnection(Recorder::new, "::1", port(server)).await().transport().close();
                until("IPv6 is served", () -> served.size() == 2);
                stop(server);
            }
        });
    }

    @Test
    void addressesOfOtherMachinesAreSkippedUnlessThereIsNoOther() throws Exception {
        io.net(() -> {
            Server server = Connections.createServer(Recorder::new, List.of("192.0.2.1", HOST), 0,
                    ServerOptions.DEFAULT).await();
            assertThat(server.sockets()).hasSize(1);
            stop(server);
            assertThatThrownBy(() -> Connections.createServer(Recorder::new, "192.0.2.1", 0).await())
                    .isInstanceOf(BindException.class).hasMessageContaining("listen on 192.0.2.1:0 failed")
                    .hasMessageEndingWith("; give an address of this machine");
        });
    }

    @Test
    @CPythonTest("test_server.TestServer2.test_wait_closed_basic")
    void waitClosedWaitsForTheLastConnection() throws Exception {
        io.net(() -> {
            List<Recorder> served = new ArrayList<>();
            Server server = serving(served);
            Connected<Recorder> client = connect(port(server));
            until("the server has it", () -> !served.isEmpty());
            Task<Void> waiting = spawn(server.waitClosed());
            tick();
            assertThat(waiting.isDone()).isFalse();
            server.close();
            tick();
            tick();
            assertThat(waiting.isDone()).isFalse();
            client.transport().close();
            waiting.await();
            assertThat(served.getFirst().heard).endsWith("lost");
            server.waitClosed().await();
        });
    }

    @Test
    @CPythonTest({"test_server.TestServer2.test_close_clients", "test_server.TestServer2.test_abort_clients"})
    void clientsCanBeClosedOrAborted() throws Exception {
        io.net(() -> {
            List<Recorder> served = new ArrayList<>();
            Server server = serving(served);
            Connected<Recorder> first = connect(port(server));
            until("the server has it", () -> served.size() == 1);
            server.closeClients();
            until("the client has lost it", () -> first.protocol().heard.contains("lost"));
            Connected<Recorder> second = connect(port(server));
            until("the server has it", () -> served.size() == 2);
            server.close();
            server.abortClients();
            server.waitClosed().await();
            until("the client has lost it", () -> second.protocol().heard.getLast().startsWith("lost"));
            assertThat(served).allSatisfy(one -> assertThat(one.heard).endsWith("lost"));
        });
    }

    @Test
    void serveForeverEndsWithItsCancellationAndClosesTheServer() throws Exception {
        io.net(() -> {
            Server server = serving(new ArrayList<>(), ServerOptions.DEFAULT.withStartServing(false));
            assertThat(server.isServing()).isFalse();
            Task<Void> forever = spawn(server.serveForever());
            tick();
            assertThat(server.isServing()).isTrue();
            assertThatThrownBy(() -> server.serveForever().await()).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("already being awaited");
            connect(port(server)).transport().close();
            forever.cancel();
            assertThat(catchThrowable(forever::await)).isInstanceOf(CancelledError.class);
            assertThat(server.isServing()).isFalse();
            assertThat(server.sockets()).isEmpty();
            assertThatThrownBy(() -> server.serveForever().await()).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        });
    }

    @Test
    void closingTheServerEndsServeForever() throws Exception {
        io.net(() -> {
            Server server = serving(new ArrayList<>());
            Task<Void> forever = spawn(server.serveForever());
            tick();
            server.close();
            assertThat(catchThrowable(forever::await)).isInstanceOf(CancelledError.class);
        });
    }

    @Test
    @CPythonTest("test_server.TestServer2.test_wait_closed_race")
    void serverAsContextManagerClosesAndWaits() throws Exception {
        io.net(() -> {
            List<Recorder> served = new ArrayList<>();
            Server server = serving(served);
            asyncWith(server, open -> {
                Connected<Recorder> client = connect(port(open));
                until("the server has it", () -> !served.isEmpty());
                go(() -> client.transport().close());
            });
            assertThat(server.sockets()).isEmpty();
            assertThat(served.getFirst().heard).endsWith("lost");
        });
    }

    @Test
    @CPythonTest("test_base_events.BaseEventLoopWithSelectorTests.test_accept_connection_exception")
    void failingServerFactoryIsReportedAndTheServerLivesOn() throws Exception {
        io.net(() -> {
            int[] calls = new int[1];
            List<Recorder> served = new ArrayList<>();
            Server server = Connections.createServer(() -> {
                if (calls[0]++ == 0) {
                    throw new ArithmeticException("sum");
                }
                served.add(new Recorder());
                return served.getLast();
            }, HOST, 0).await();
            Connected<Recorder> first = connect(port(server));
            until("the client has lost it", () -> first.protocol().heard.getLast().startsWith("lost"));
            assertThat(theReport().exception()).hasMessage("sum");
            Connected<Recorder> second = connect(port(server));
            until("the server has it", () -> !served.isEmpty());
            second.transport().close();
            stop(server);
        });
    }

    @Test
    void connectionsAreServedInTheContextOfTheServersMaking() throws Exception {
        io.net(() -> {
            ContextVar<String> name = ContextVar.withDefault("name", "none");
            List<String> seen = new ArrayList<>();
            name.set("server");
            Server server = Connections.createServer(() -> {
                seen.add(name.get());
                name.set("changed");
                return new Recorder();
            }, HOST, 0).await();
            name.set("client");
            connect(port(server)).transport().close();
            connect(port(server)).transport().close();
            until("both are served", () -> seen.size() == 2);
            assertThat(seen).containsExactly("server", "server");
            stop(server);
        });
    }

    @Test
    @CPythonTest("test_selector_events.BaseSelectorEventLoopTests.test_accept_connection_multiple")
    void twoHundredConnectionsAtOnceAreAllServed() throws Exception {
        io.net(() -> {
            List<Recorder> served = new ArrayList<>();
            Server server = serving(served);
            List<Task<Connected<Recorder>>> attempts = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                attempts.add(spawn(Connections.createConnection(Recorder::new, HOST, port(server))));
            }
            for (Task<Connected<Recorder>> attempt : attempts) {
                attempt.await().transport().write(bytes("x"));
            }
            until("all have data", () -> served.size() == 200
                    && served.stream().allMatch(one -> one.heard.contains("x")));
            server.closeClients();
            stop(server);
            for (Task<Connected<Recorder>> attempt : attempts) {
                until("the client has lost it", () -> {
                    List<String> heard = attempt.isDone() ? heard(attempt) : List.of("");
                    return heard.getLast().startsWith("lost");
                });
            }
        });
    }

    private static List<String> heard(Task<Connected<Recorder>> attempt) {
        try {
            return attempt.result().protocol().heard;
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }
}
