package io.asyncio4j.transport;

import static io.asyncio4j.net.Net.ECHO;
import static io.asyncio4j.net.Net.bytes;
import static io.asyncio4j.net.Net.spawn;
import static io.asyncio4j.net.Net.stop;
import static io.asyncio4j.net.Net.text;
import static io.asyncio4j.net.Net.tick;
import static io.asyncio4j.net.Net.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.net.Descriptors;
import io.asyncio4j.net.Io;
import io.asyncio4j.net.OnEveryIo;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.stream.Connection;
import io.asyncio4j.stream.StreamOptions;
import io.asyncio4j.stream.StreamServerOptions;
import io.asyncio4j.stream.Streams;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Task;
import io.asyncio4j.tls.Tls;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEveryIo
class UnixSocketsTest {
    private final Io io;

    @TempDir
    private Path directory;

    UnixSocketsTest(Io io) {
        this.io = io;
    }

    private Path path() {
        return directory.resolve("s");
    }

    private Server serving(List<Recorder> made) throws Exception {
        return Connections.createUnixServer(() -> {
            Recorder recorder = new Recorder();
            made.add(recorder);
            return recorder;
        }, path()).await();
    }

    /// Leaves a socket's file as a server does that dies.
    private static void abandon(Path path) throws Exception {
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path));
        }
        assertThat(path).exists();
    }

    // ---- connections

    @Test
    @CPythonTest({"test_events.EventLoopTestsMixin.test_create_unix_connection",
            "test_events.EventLoopTestsMixin.test_create_unix_server",
            "test_unix_events.SelectorEventLoopUnixSocketTests.test_create_unix_server_pathlib",
            "test_unix_events.SelectorEventLoopUnixSocketTests.test_create_unix_connection_pathlib",
            "test_unix_events.SelectorEventLoopUnixSocketTests.test_create_unix_server_pathlike",
            "test_unix_events.SelectorEventLoopUnixSocketTests.test_create_unix_connection_pathlike"})
    void bothSidesHearTheConnectionItsDataAndItsEndInOrder() throws Exception {
        io.net(() -> {
            List<Recorder> served = new ArrayList<>();
            Server server = serving(served);
            Connected<Recorder> client = Connections.createUnixConnection(Recorder::new, path()).await();
            client.transport().write(bytes("ping"));
            until("the server has data", () -> !served.isEmpty() && served.getFirst().heard.contains("ping"));
            served.getFirst().transport.write(bytes("pong"));
            until("the client has data", () -> client.protocol().heard.contains("pong"));
            client.transport().close();
            until("the server has lost it", () -> served.getFirst().heard.contains("lost"));
            assertThat(served.getFirst().heard).containsExactly("made", "ping", "eof", "lost");
            assertThat(client.protocol().heard).containsExactly("made", "pong", "lost");
            stop(server);
        });
    }

    @Test
    void theSideThatConnectedHasNoNameAndBothKnowTheServers() throws Exception {
        io.net(() -> {
            List<Recorder> served = new ArrayList<>();
            Server server = serving(served);
            UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path());
            UnixDomainSocketAddress unnamed = UnixDomainSocketAddress.of("");
            assertThat(server.sockets().getFirst().localAddress()).isEqualTo(address);
            assertThat(server.sockets().getFirst().remoteAddress()).isNull();
            Transport client = Connections.createUnixConnection(Recorder::new, path()).await().transport();
            until("the server has it", () -> !served.isEmpty() && served.getFirst().transport != null);
            Transport there = served.getFirst().transport;
            assertThat(client.getExtraInfo(ExtraInfo.PEERNAME)).isEqualTo(address);
            assertThat(client.getExtraInfo(ExtraInfo.SOCKNAME)).isEqualTo(unnamed);
            assertThat(there.getExtraInfo(ExtraInfo.SOCKNAME)).isEqualTo(address);
            assertThat(there.getExtraInfo(ExtraInfo.PEERNAME)).isEqualTo(unnamed);
            client.close();
            stop(server);
        });
    }

    @Test
    @CPythonTest({"test_streams.StreamTests.test_open_unix_connection",
            "test_streams.StreamTests.test_start_unix_server",
            "test_server.SelectorStartServerTests.test_start_unix_server_1"})
    void streamsCarryAMegabyteBackAndForthAndEndHalfByHalf() throws Exception {
        io.net(() -> {
            Server server = Streams.startUnixServer(ECHO, path()).await();
            Connection client = Streams.openUnixConnection(path()).await();
            byte[] data = new byte[1 << 20];
            for (int i = 0; i < data.length; i++) {
                data[i] = (byte) (i * 7);
            }
            client.writer().write(data);
            client.writer().writeEof();
            assertThat(client.reader().read().await()).isEqualTo(data);
            client.writer().close();
            client.writer().waitClosed().await();
            stop(server);
        });
    }

    @Test
    @CPythonTest({"test_events.EventLoopTestsMixin.test_create_ssl_unix_connection",
            "test_events.EventLoopTestsMixin.test_create_unix_server_ssl",
            "test_events.EventLoopTestsMixin.test_create_unix_server_ssl_verified",
            "test_events.EventLoopTestsMixin.test_create_unix_server_ssl_verify_failed"})
    void tlsWorksOverThemWithTheNameOfTheServerGiven() throws Exception {
        io.net(() -> {
            Tls tls = Tls.builder().certificate(resource("localhost.pem"), resource("localhost.key")).build();
            UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path());
            Server server = Streams.startUnixServer((reader, writer) -> {
                writer.write(reader.readLine().await());
                writer.close();
            }, address, StreamServerOptions.DEFAULT.withServer(ServerOptions.DEFAULT.withTls(tls))).await();
            Tls client = Tls.builder().trust(resource("ca.pem")).build().withServerHostname("localhost");
            Connection connection = Streams.openUnixConnection(address,
                    StreamOptions.DEFAULT.withConnect(ConnectOptions.DEFAULT.withTls(client))).await();
            Tls trustsOthers = Tls.client().withServerHostname("localhost");
            assertThatThrownBy(() -> Streams.openUnixConnection(address,
                    StreamOptions.DEFAULT.withConnect(ConnectOptions.DEFAULT.withTls(trustsOthers))).await())
                    .isInstanceOf(SSLHandshakeException.class);
            connection.writer().write(bytes("hello\n"));
            assertThat(text(connection.reader().readLine().await())).isEqualTo("hello\n");
            connection.writer().close();
            connection.writer().waitClosed().await();
            stop(server);
        });
    }

    @Test
    @CPythonTest({"test_unix_events.SelectorEventLoopUnixSocketTests.test_create_unix_connection_ssl_noserverhost",
            "test_base_events.BaseEventLoopWithSelectorTests.test_create_connection_ssl_server_hostname_errors"})
    void tlsWithoutTheNameOfTheServerIsRefusedAndNothingStaysOpen() throws Exception {
        io.net(() -> {
            Server server = serving(new ArrayList<>());
            Tls client = Tls.builder().trust(resource("ca.pem")).build();
            assertThatThrownBy(() -> Connections.createUnixConnection(Recorder::new, UnixDomainSocketAddress.of(path()),
                    ConnectOptions.DEFAULT.withTls(client)).await()).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("withServerHostname");
            stop(server);
        });
    }

    private Path resource(String name) throws Exception {
        return Path.of(getClass().getResource("/tls/" + name).toURI());
    }

    @Test
    void aClientMayHaveANameToo() throws Exception {
        io.net(() -> {
            List<Recorder> served = new ArrayList<>();
            Server server = serving(served);
            UnixDomainSocketAddress mine = UnixDomainSocketAddress.of(directory.resolve("client"));
            Transport client = Connections.createUnixConnection(Recorder::new, UnixDomainSocketAddress.of(path()),
                    ConnectOptions.DEFAULT.withLocalAddress(mine)).await().transport();
            until("the server has it", () -> !served.isEmpty() && served.getFirst().transport != null);
            assertThat(client.getExtraInfo(ExtraInfo.SOCKNAME)).isEqualTo(mine);
            assertThat(served.getFirst().transport.getExtraInfo(ExtraInfo.PEERNAME)).isEqualTo(mine);
            client.close();
            stop(server);
        });
    }

    @Test
    void abstractNamesAreNoFilesAndGoWithTheirSocket() throws Exception {
        assumeTrue(System.getProperty("os.name").startsWith("Linux"));
        io.net(() -> {
            AbstractUnixAddress address = AbstractUnixAddress.of("asyncio4j-" + ProcessHandle.current().pid());
            if (io == Io.NIO) {
                assertThatThrownBy(
                        () -> Connections.createUnixServer(Recorder::new, address, ServerOptions.DEFAULT).await())
                        .isInstanceOf(SocketException.class).hasMessageContaining("epoll or io_uring");
                return;
            }
            for (int i = 0; i < 2; i++) { // the name is free again
                List<Recorder> served = new ArrayList<>();
                Server server = Connections.createUnixServer(() -> {
                    served.add(new Recorder());
                    return served.getLast();
                }, address, ServerOptions.DEFAULT).await();
                assertThat(server.sockets().getFirst().localAddress()).isEqualTo(address)
                        .hasToString("@" + address.name());
                Transport client = Connections.createUnixConnection(Recorder::new, address, ConnectOptions.DEFAULT)
                        .await().transport();
                assertThat(client.getExtraInfo(ExtraInfo.PEERNAME)).isEqualTo(address);
                until("the server has it", () -> !served.isEmpty() && served.getFirst().transport != null);
                assertThat(served.getFirst().transport.getExtraInfo(ExtraInfo.SOCKNAME)).isEqualTo(address);
                client.close();
                stop(server);
            }
        });
    }

    @Test
    void clientsWaitWhenTheBacklogIsFullAndAreAllServed() throws Exception {
        io.net(() -> {
            List<Recorder> served = new ArrayList<>();
            Server server = Connections.createUnixServer(() -> {
                served.add(new Recorder());
                return served.getLast();
            }, UnixDomainSocketAddress.of(path()), ServerOptions.DEFAULT.withBacklog(2).withStartServing(false))
                    .await();
            List<Task<Connected<Recorder>>> attempts = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                attempts.add(spawn(Connections.createUnixConnection(Recorder::new, path())));
            }
            for (int i = 0; i < 20; i++) {
                tick();
            }
            assertThat(attempts).anyMatch(attempt -> !attempt.isDone());
            server.startServing().await();
            for (Task<Connected<Recorder>> attempt : attempts) {
                attempt.await().transport().close();
            }
            until("all are served", () -> served.size() == 12);
            stop(server);
        });
    }

    // ---- failures

    @Test
    void nobodyThereIsToldAsFilesTellIt() throws Exception {
        io.net(() -> {
            assertThatThrownBy(() -> Streams.openUnixConnection(path()).await())
                    .isInstanceOf(NoSuchFileException.class).hasMessage(path()
                            + ": connect failed: no such file or directory; check that a server listens there");
            abandon(path());
            assertThatThrownBy(() -> Streams.openUnixConnection(path()).await()).isInstanceOf(ConnectException.class)
                    .hasMessage("unix socket " + path()
                            + ": connect failed: connection refused; check that a server listens there");
        });
    }

    @Test
    void pathThatIsTooLongIsRefusedAndNotCut() throws Exception {
        io.net(() -> {
            Path longest = directory.resolve("x".repeat(200));
            assertThatThrownBy(() -> Streams.openUnixConnection(longest).await()).isInstanceOf(SocketException.class)
                    .hasMessageContaining("too long: " + longest.toString().length() + " bytes");
            assertThatThrownBy(() -> Connections.createUnixServer(Recorder::new, longest).await())
                    .isInstanceOf(SocketException.class).hasMessageContaining("too long");
        });
    }

    @Test
    @CPythonTest({"test_unix_events.SelectorEventLoopUnixSocketTests.test_create_unix_server_path_inetsock",
            "test_unix_events.SelectorEventLoopUnixSocketTests.test_create_unix_connection_path_inetsock",
            "test_unix_events.SelectorEventLoopUnixSocketTests.test_create_unix_server_nopath_nosock",
            "test_unix_events.SelectorEventLoopUnixSocketTests.test_create_unix_connection_nopath_nosock"})
    void addressesOfOtherFamiliesAndUnnamedOnesAreRefused() throws Exception {
        io.net(() -> {
            InetSocketAddress internet = new InetSocketAddress("127.0.0.1", 1);
            UnixDomainSocketAddress unnamed = UnixDomainSocketAddress.of("");
            for (var address : List.of(internet, unnamed)) {
                assertThatThrownBy(() -> Connections
                        .createUnixConnection(Recorder::new, address, ConnectOptions.DEFAULT).await())
                        .isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> Connections
                        .createUnixServer(Recorder::new, address, ServerOptions.DEFAULT).await())
                        .isInstanceOf(IllegalArgumentException.class);
            }
        });
    }

    @Test
    @CPythonTest({"test_unix_events.SelectorEventLoopUnixSocketTests.test_create_unix_server_existing_path_nonsock",
            "test_unix_events.SelectorEventLoopUnixSocketTests.test_create_unix_server_bind_error"})
    void fileThatIsNoSocketIsLeftAlone() throws Exception {
        io.net(() -> {
            Files.writeString(path(), "precious");
            long before = Descriptors.sockets();
            assertThatThrownBy(() -> Connections.createUnixServer(Recorder::new, path()).await())
                    .isInstanceOf(BindException.class).hasMessageContaining("in use")
                    .hasMessageContaining(path().toString());
            assertThat(path()).hasContent("precious");
            assertThat(Descriptors.sockets()).isEqualTo(before);
        });
    }

    @Test
    void directoryThatIsMissingIsNamed() throws Exception {
        io.net(() -> {
            Path missing = directory.resolve("missing/s");
            assertThatThrownBy(() -> Connections.createUnixServer(Recorder::new, missing).await())
                    .isInstanceOf(NoSuchFileException.class)
                    .hasMessage(missing + ": listen failed: no such file or directory; make its directory first");
        });
    }

    @Test
    void attemptsThatFailOrAreCancelledLeaveNoDescriptor() throws Exception {
        io.net(() -> {
            catchThrowable(() -> Streams.openUnixConnection(path()).await()); // what a driver opens for itself is open now
            long before = Descriptors.sockets();
            for (int i = 0; i < 50; i++) {
                catchThrowable(() -> Streams.openUnixConnection(path()).await());
            }
            Server server = Connections.createUnixServer(Recorder::new, UnixDomainSocketAddress.of(path()),
                    ServerOptions.DEFAULT.withBacklog(1).withStartServing(false)).await();
            List<Task<Connection>> waiting = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                waiting.add(spawn(Streams.openUnixConnection(path())));
            }
            for (int i = 0; i < 10; i++) {
                tick();
            }
            for (Task<Connection> attempt : waiting) {
                if (attempt.isDone()) {
                    attempt.await().writer().close();
                } else {
                    attempt.cancel();
                    assertThat(catchThrowable(attempt::await)).isInstanceOf(CancelledError.class);
                }
            }
            stop(server);
            until("they are closed", () -> count() == before);
        });
    }

    private static long count() {
        try {
            return Descriptors.sockets();
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    // ---- the server's file

    @Test
    @CPythonTest("test_unix_events.SelectorEventLoopUnixSocketTests.test_create_unix_server_existing_path_sock")
    void socketThatADeadServerHasLeftIsReplaced() throws Exception {
        io.net(() -> {
            abandon(path());
            Server server = Streams.startUnixServer(ECHO, path()).await();
            Connection client = Streams.openUnixConnection(path()).await();
            client.writer().write(bytes("x"));
            client.writer().writeEof();
            assertThat(text(client.reader().read().await())).isEqualTo("x");
            client.writer().close();
            stop(server);
        });
    }

    @Test
    @CPythonTest("test_server.UnixServerCleanupTests.test_unix_server_addr_cleanup")
    void closingTheServerRemovesItsFile() throws Exception {
        io.net(() -> {
            Server server = serving(new ArrayList<>());
            assertThat(path()).exists();
            server.close();
            assertThat(path()).doesNotExist();
            server.close();
        });
    }

    @Test
    @CPythonTest({"test_server.UnixServerCleanupTests.test_unix_server_cleanup_gone",
            "test_server.UnixServerCleanupTests.test_unix_server_cleanup_replaced"})
    void fileThatIsNotTheServersAnyMoreIsLeftAlone() throws Exception {
        io.net(() -> {
            Server first = serving(new ArrayList<>());
            Files.delete(path());
            first.close();
            Server second = serving(new ArrayList<>());
            Files.move(path(), directory.resolve("moved")); // keeps the inode from being used again
            abandon(path());
            second.close();
            assertThat(path()).exists();
        });
    }

    @Test
    @CPythonTest("test_server.UnixServerCleanupTests.test_unix_server_cleanup_prevented")
    void fileStaysWhenItIsToStay() throws Exception {
        io.net(() -> {
            Connections.createUnixServer(Recorder::new, UnixDomainSocketAddress.of(path()),
                    ServerOptions.DEFAULT.withCleanupSocket(false)).await().close();
            assertThat(path()).exists();
        });
    }

    @Test
    void permissionsAreThoseAskedFor() throws Exception {
        io.net(() -> {
            Server server = Connections.createUnixServer(Recorder::new, UnixDomainSocketAddress.of(path()),
                    ServerOptions.DEFAULT.withPermissions(PosixFilePermissions.fromString("rw-------"))).await();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path()))).isEqualTo("rw-------");
            server.close();
        });
    }

    @Test
    void keepAliveIsNoMatterOfUnixSockets() throws Exception {
        io.net(() -> {
            List<Recorder> served = new ArrayList<>();
            Server server = Connections.createUnixServer(() -> {
                served.add(new Recorder());
                return served.getLast();
            }, UnixDomainSocketAddress.of(path()), ServerOptions.DEFAULT.withKeepAlive(true)).await();
            Transport client = Connections.createUnixConnection(Recorder::new, path()).await().transport();
            until("the server has it", () -> !served.isEmpty() && !served.getFirst().heard.isEmpty());
            client.getExtraInfo(ExtraInfo.SOCKET).setOption(StandardSocketOptions.SO_SNDBUF, 8192);
            client.close();
            stop(server);
        });
    }

    @Test
    void socketsOfOthersAreDeniedByName() throws Exception {
        assumeTrue(!"root".equals(System.getProperty("user.name")), "root may do everything");
        io.net(() -> {
            Server server = Connections.createUnixServer(Recorder::new, UnixDomainSocketAddress.of(path()),
                    ServerOptions.DEFAULT.withPermissions(PosixFilePermissions.fromString("---------"))).await();
            assertThatThrownBy(() -> Streams.openUnixConnection(path()).await())
                    .isInstanceOf(AccessDeniedException.class).hasMessageContaining(path().toString());
            server.close();
        });
    }
}
