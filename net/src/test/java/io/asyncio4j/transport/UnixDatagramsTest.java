package io.asyncio4j.transport;

import static io.asyncio4j.net.Net.bytes;
import static io.asyncio4j.net.Net.tick;
import static io.asyncio4j.net.Net.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.net.Descriptors;
import io.asyncio4j.net.Io;
import io.asyncio4j.net.OnEveryIo;
import io.asyncio4j.net.posix.Posix;
import io.asyncio4j.peers.Peer;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.transport.DatagramsTest.Receiver;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Datagrams over unix sockets.
@OnEveryIo
class UnixDatagramsTest {
    private static final String EVENTS = "test_base_events.BaseEventLoopWithSelectorTests.";

    private static final String ANSWERING = """
            import asyncio, socket, sys

            class Reversing(asyncio.DatagramProtocol):
                def connection_made(self, transport):
                    self.transport = transport

                def datagram_received(self, data, address):
                    self.transport.sendto(data[::-1], address)
                    done.set_result(None)

            async def main():
                global done
                done = asyncio.get_running_loop().create_future()
                await asyncio.get_running_loop().create_datagram_endpoint(
                    Reversing, local_addr=sys.argv[1], family=socket.AF_UNIX)
                print('ready', flush=True)
                await done

            asyncio.run(main())
            """;

    private final Io io;

    @TempDir
    Path directory;

    UnixDatagramsTest(Io io) {
        this.io = io;
    }

    /// Runs, and afterwards no socket may be left.
    private void net(AsyncAction body) throws Exception {
        assumeTrue(Posix.isAvailable(), "unix sockets for datagrams exist on Linux only");
        long before = Descriptors.sockets();
        io.net(body);
        assertThat(Descriptors.sockets()).as("open sockets").isLessThanOrEqualTo(before);
    }

    private static Receiver open(DatagramOptions options) throws Exception {
        return Connections.createDatagramEndpoint(Receiver::new, options).await().protocol();
    }

    private static void close(Receiver... all) throws Exception {
        for (Receiver each : all) {
            each.transport.close();
        }
        for (Receiver each : all) {
            until("it is closed", () -> each.heard.contains("lost"));
        }
    }

    private UnixDomainSocketAddress at(String name) {
        return UnixDomainSocketAddress.of(directory.resolve(name));
    }

    @Test
    @CPythonTest(EVENTS + "test_create_datagram_endpoint_sock_unix")
    void endpointWithoutAddressHasTheFamilyAloneAndNoName() throws Exception {
        net(() -> {
            Receiver here = open(DatagramOptions.DEFAULT.withFamily(StandardProtocolFamily.UNIX));
            assertThat(here.transport.getExtraInfo(ExtraInfo.SOCKNAME)).hasToString("");
            Receiver there = open(DatagramOptions.local(directory.resolve("there")));
            here.transport.sendTo(bytes("hello"), at("there"));
            until("it has come", () -> there.heard.contains("hello"));
            assertThat(there.senders.getFirst()).hasToString("");
            close(here, there);
            assertThat(here.heard).containsExactly("made", "lost");
        });
    }

    @Test
    @CPythonTest(EVENTS + "test_create_datagram_endpoint_existing_sock_unix")
    void socketThatIsThereAlreadyIsReplacedAndAnotherFileIsNot() throws Exception {
        net(() -> {
            Path path = directory.resolve("socket");
            try (ServerSocketChannel earlier = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                earlier.bind(UnixDomainSocketAddress.of(path));
            }
            assertThat(path).exists();
            Receiver here = open(DatagramOptions.local(path));
            close(here);
            assertThat(path).exists(); // as in asyncio, the file stays
            Files.delete(path);
            Files.writeString(path, "precious");
            assertThatThrownBy(() -> open(DatagramOptions.local(path))).isInstanceOf(BindException.class)
                    .hasMessageContaining(path.toString()).hasMessageContaining("in use");
            assertThat(path).hasContent("precious");
        });
    }

    @Test
    void datagramsKeepTheirBoundsAndSayWhoSentThem() throws Exception {
        net(() -> {
            Receiver left = open(DatagramOptions.local(directory.resolve("left")));
            Receiver right = open(DatagramOptions.local(directory.resolve("right")).withRemote(at("left")));
            right.transport.sendTo(bytes("one"));
            right.transport.sendTo(new byte[0]);
            right.transport.sendTo(bytes("two"), at("left"));
            until("all have come", () -> left.heard.size() == 4);
            assertThat(left.heard).containsExactly("made", "one", "", "two");
            assertThat(left.senders).containsOnly(at("right"));
            left.transport.sendTo(bytes("answer"), left.senders.getFirst());
            until("the answer has come", () -> right.heard.contains("answer"));
            assertThat(right.senders).containsExactly(at("left"));
            assertThat(right.transport.getExtraInfo(ExtraInfo.PEERNAME)).isEqualTo(at("left"));
            close(left, right);
        });
    }

    @Test
    void abstractNamesWorkAndLeaveNoFile() throws Exception {
        net(() -> {
            AbstractUnixAddress name = AbstractUnixAddress.of("asyncio4j-" + directory.getFileName());
            Receiver here = open(DatagramOptions.DEFAULT.withLocal(name));
            Receiver there = open(DatagramOptions.remote(directory.resolve("x")).withRemote(name)
                    .withLocal(AbstractUnixAddress.of(name.name() + "-2")));
            there.transport.sendTo(bytes("hello"));
            until("it has come", () -> here.heard.contains("hello"));
            assertThat(here.senders).containsExactly(AbstractUnixAddress.of(name.name() + "-2"));
            close(here, there);
        });
    }

    @Test
    void whatCannotBeSentIsToldAndTheEndpointLivesOn() throws Exception {
        net(() -> {
            Receiver there = open(DatagramOptions.local(directory.resolve("there")));
            Receiver here = open(DatagramOptions.DEFAULT.withFamily(StandardProtocolFamily.UNIX));
            here.transport.sendTo(bytes("x"), at("nowhere"));
            here.transport.sendTo(new byte[8 << 20], at("there"));
            until("both failures are told", () -> here.errors.size() == 2);
            assertThat(here.errors.getFirst()).hasMessageContaining("no such file");
            assertThat(here.errors.getLast()).hasMessageContaining("too large: 8388608 bytes");
            Receiver connected = open(DatagramOptions.remote(directory.resolve("there")));
            close(there);
            until("the failure is told", () -> {
                connected.transport.sendTo(bytes("x")); // on io_uring the other lives on until the next poll
                return !connected.errors.isEmpty();
            });
            assertThat(connected.errors.getFirst()).isInstanceOf(ConnectException.class);
            close(here, connected);
        });
    }

    @Test
    void receiverThatIsFullPausesTheSenderAndNothingIsLost() throws Exception {
        net(() -> {
            int[] flow = new int[2];
            Receiver there = open(DatagramOptions.local(directory.resolve("there")));
            Receiver here = Connections.createDatagramEndpoint(() -> new Receiver() {
                @Override
                public void pauseWriting() {
                    flow[0]++;
                }

                @Override
                public void resumeWriting() {
                    flow[1]++;
                }
            }, DatagramOptions.remote(directory.resolve("there"))).await().protocol();
            here.transport.setWriteBufferLimits(WriteBufferLimits.high(1000));
            int sent = 0;
            for (; flow[0] == 0; sent++) {
                assertThat(sent).isLessThan(100_000);
                here.transport.sendTo(bytes(Integer.toString(sent)));
            }
            int all = sent;
            until("all have come", () -> there.heard.size() == all + 1);
            assertThat(there.heard.getLast()).isEqualTo(Integer.toString(all - 1));
            until("the sender goes on", () -> flow[1] == 1);
            close(here, there);
        });
    }

    @Test
    void addressesAreChecked() throws Exception {
        net(() -> {
            assertThatIllegalArgumentException().isThrownBy(() -> open(DatagramOptions.local(directory.resolve("a"))
                    .withRemote(new InetSocketAddress("127.0.0.1", 9)))).withMessageContaining("one family");
            assertThatIllegalArgumentException().isThrownBy(() -> open(DatagramOptions.local(directory.resolve("a"))
                    .withFamily(StandardProtocolFamily.INET))).withMessageContaining("one family");
            assertThatThrownBy(() -> open(DatagramOptions.remote(directory.resolve("nowhere"))))
                    .isInstanceOf(NoSuchFileException.class);
            Receiver here = open(DatagramOptions.local(directory.resolve("a"))
                    .withSocketOption(StandardSocketOptions.SO_RCVBUF, 20_000));
            assertThat(here.transport.getExtraInfo(ExtraInfo.SOCKET).getOption(StandardSocketOptions.SO_RCVBUF))
                    .isGreaterThanOrEqualTo(20_000);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> here.transport.sendTo(bytes("x"), new InetSocketAddress("127.0.0.1", 9)))
                    .withMessageContaining("another family");
            close(here);
            tick();
            TransportSocket closed = here.transport.getExtraInfo(ExtraInfo.SOCKET);
            assertThatThrownBy(() -> closed.getOption(StandardSocketOptions.SO_RCVBUF))
                    .isInstanceOf(UncheckedIOException.class).hasMessageContaining("the socket is closed: SO_RCVBUF");
            assertThatThrownBy(() -> closed.setOption(StandardSocketOptions.SO_RCVBUF, 20_000))
                    .isInstanceOf(UncheckedIOException.class).hasMessageContaining("the socket is closed: SO_RCVBUF");
        });
    }

    @Test
    void cpythonAnswers() throws Exception {
        Peer.needs("python3");
        net(() -> {
            Path theirs = directory.resolve("theirs");
            try (Peer peer = Peer.python(ANSWERING, theirs)) {
                assertThat(peer.line()).isEqualTo("ready");
                Receiver here = open(DatagramOptions.local(directory.resolve("ours"))
                        .withRemote(UnixDomainSocketAddress.of(theirs)));
                here.transport.sendTo(bytes("stressed"));
                until("the answer has come", () -> here.heard.contains("desserts"));
                close(here);
            }
        });
    }
}
