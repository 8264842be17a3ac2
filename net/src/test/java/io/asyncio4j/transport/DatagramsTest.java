package io.asyncio4j.transport;

import static io.asyncio4j.net.Net.REPORTS;
import static io.asyncio4j.net.Net.bytes;
import static io.asyncio4j.net.Net.spawn;
import static io.asyncio4j.net.Net.theReport;
import static io.asyncio4j.net.Net.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.net.Descriptors;
import io.asyncio4j.net.Io;
import io.asyncio4j.net.OnEveryIo;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Task;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

@OnEveryIo
class DatagramsTest {
    private static final String HOST = "127.0.0.1";
    private final Io io;

    DatagramsTest(Io io) {
        this.io = io;
    }

    /// A protocol that writes down what it hears.
    static class Receiver implements DatagramProtocol {
        final List<String> heard = new ArrayList<>();
        final List<SocketAddress> senders = new ArrayList<>();
        final List<IOException> errors = new ArrayList<>();
        DatagramTransport transport;

        @Override
        public void connectionMade(DatagramTransport made) throws Exception {
            transport = made;
            heard.add("made");
        }

        @Override
        public void datagramReceived(byte[] data, SocketAddress sender) throws Exception {
            heard.add(new String(data));
            senders.add(sender);
        }

        @Override
        public void errorReceived(IOException failure) throws Exception {
            errors.add(failure);
        }

        @Override
        public void connectionLost(Throwable failure) {
            heard.add(failure == null ? "lost" : "lost by " + failure.getMessage());
        }

        InetSocketAddress address() {
            return (InetSocketAddress) transport.getExtraInfo(ExtraInfo.SOCKNAME);
        }
    }

    private static Receiver open(DatagramOptions options) throws Exception {
        return Connections.createDatagramEndpoint(Receiver::new, options).await().protocol();
    }

    private static Receiver bound() throws Exception {
        return open(DatagramOptions.local(HOST, 0));
    }

    private static void close(Receiver... all) throws Exception {
        for (Receiver one : all) {
            one.transport.close();
            until("it is lost", () -> one.heard.getLast().startsWith("lost"));
        }
    }

    // ---- exchange

    @Test
    @CPythonTest({"test_events.EventLoopTestsMixin.test_create_datagram_endpoint",
            "test_selector_events.SelectorDatagramTransportTests.test_read_ready",
            "test_selector_events.SelectorDatagramTransportTests.test_sendto"})
    void datagramsGoToAndFroAndSayWhoSentThem() throws Exception {
        io.net(() -> {
            Receiver server = bound();
            Receiver client = open(DatagramOptions.remote(HOST, server.address().getPort()));
            assertThat(client.heard).containsExactly("made");
            assertThat(client.transport.getExtraInfo(ExtraInfo.PEERNAME)).isEqualTo(server.address());
            assertThat(server.transport.getExtraInfo(ExtraInfo.PEERNAME)).isNull();
            client.transport.sendTo(bytes("ping"));
            until("the server has it", () -> server.heard.contains("ping"));
            assertThat(server.senders).containsExactly(client.address());
            server.transport.sendTo(bytes("pong"), server.senders.getFirst());
            until("the client has it", () -> client.heard.contains("pong"));
            assertThat(client.senders).containsExactly(server.address());
            close(client, server);
            assertThat(client.heard).containsExactly("made", "pong", "lost");
            assertThat(server.heard).containsExactly("made", "ping", "lost");
        });
    }

    @Test
    @CPythonTest("test_events.EventLoopTestsMixin.test_create_datagram_endpoint_ipv6")
    void theyGoOverIpv6() throws Exception {
        assumeTrue(loopbackHasIpv6(), "no IPv6 here");
        io.net(() -> {
            Receiver server = open(DatagramOptions.local("::1", 0));
            Receiver client = open(DatagramOptions.remote("::1", server.address().getPort()));
            client.transport.sendTo(bytes("ping"));
            until("the server has it", () -> server.heard.contains("ping"));
            server.transport.sendTo(bytes("pong"), server.senders.getFirst());
            until("the client has it", () -> client.heard.contains("pong"));
            assertThat(((InetSocketAddress) client.senders.getFirst()).getAddress())
                    .isEqualTo(InetAddress.getByName("::1"));
            close(client, server);
        });
    }

    private static boolean loopbackHasIpv6() throws Exception {
        return Collections.list(NetworkInterface.getByInetAddress(InetAddress.getByName(HOST)).getInetAddresses())
                .contains(InetAddress.getByName("::1"));
    }

    @Test
    @CPythonTest({"test_selector_events.SelectorDatagramTransportTests.test_sendto_no_data",
            "test_selector_events.SelectorDatagramTransportTests.test_sendto_buffer_nodata"})
    void emptyDatagramsAreSentAndReceived() throws Exception {
        io.net(() -> {
            Receiver server = bound();
            Receiver connected = open(DatagramOptions.remote(HOST, server.address().getPort()));
            Receiver free = bound();
            connected.transport.sendTo(bytes(""));
            if (io == Io.NIO) { // the JDK cannot
                assertThat(connected.errors).singleElement().asString().contains("empty datagrams are not sent");
                free.transport.sendTo(bytes(""), server.address());
            }
            free.transport.sendTo(bytes(""), server.address());
            until("the server has both", () -> server.heard.size() == 3);
            assertThat(server.heard).containsExactly("made", "", "");
            server.transport.sendTo(bytes(""), connected.address());
            until("a connected socket has one too", () -> connected.heard.size() == 2);
            assertThat(connected.heard).containsExactly("made", "");
            close(connected, free, server);
        });
    }

    @Test
    void theLargestDatagramPassesAndALargerOneIsRefusedClearly() throws Exception {
        io.net(() -> {
            Receiver server = bound();
            Receiver client = bound();
            byte[] largest = new byte[65_507];
            largest[65_506] = 'x';
            client.transport.sendTo(largest, server.address());
            until("the server has it", () -> server.heard.size() == 2);
            assertThat(server.heard.getLast()).hasSize(65_507).endsWith("x");
            for (int size : new int[]{65_508, 300_000}) {
                client.errors.clear();
                client.transport.sendTo(new byte[size], server.address());
                until("the failure is told", () -> !client.errors.isEmpty());
                assertThat(client.errors).hasSize(1);
                assertThat(client.errors.getFirst()).hasMessageContaining("too large: " + size + " bytes to ")
                        .hasMessageContaining("65507");
            }
            client.transport.sendTo(bytes("still here"), server.address());
            until("the transport lives", () -> server.heard.contains("still here"));
            close(client, server);
        });
    }

    @Test
    void aThousandDatagramsArriveWholeAndInOrder() throws Exception {
        io.net(() -> {
            Receiver server = open(DatagramOptions.local(HOST, 0)
                    .withSocketOption(StandardSocketOptions.SO_RCVBUF, 1 << 20));
            Receiver client = open(DatagramOptions.remote(HOST, server.address().getPort()));
            List<String> sent = new ArrayList<>(List.of("made"));
            for (int i = 0; i < 1000; i++) {
                String text = i + "-" + "x".repeat(i % 50);
                sent.add(text);
                client.transport.sendTo(bytes(text));
                if (i % 50 == 49) {
                    until("the server keeps up", () -> server.heard.size() == sent.size());
                }
            }
            assertThat(server.heard).isEqualTo(sent);
            close(client, server);
        });
    }

    // ---- failures

    @Test
    @CPythonTest({"test_events.EventLoopTestsMixin.test_datagram_send_to_non_listening_address",
            "test_selector_events.SelectorDatagramTransportTests.test_read_ready_oserr",
            "test_selector_events.SelectorDatagramTransportTests.test_sendto_error_received_connected"})
    void nobodyAtTheOtherSideIsToldToAConnectedSocketWhichLivesOn() throws Exception {
        io.net(() -> {
            Receiver dead = bound();
            InetSocketAddress address = dead.address();
            close(dead);
            Receiver client = open(DatagramOptions.remote(HOST, address.getPort()));
            client.transport.sendTo(bytes("anybody?"));
            until("the failure is told", () -> !client.errors.isEmpty());
            assertThat(client.errors.getFirst()).isInstanceOf(ConnectException.class)
                    .hasMessage("datagram was refused: no socket has " + address
                            + "; check that a program receives there");
            Receiver late = open(DatagramOptions.DEFAULT.withLocal(address));
            until("it can be reached", () -> {
                client.transport.sendTo(bytes("you"));
                return late.heard.contains("you");
            });
            close(client, late);
        });
    }

    @Test
    @CPythonTest("test_selector_events.SelectorDatagramTransportTests.test_sendto_error_received")
    void nobodyThereIsNoMatterOfASocketThatIsNotConnected() throws Exception {
        io.net(() -> {
            Receiver dead = bound();
            InetSocketAddress address = dead.address();
            close(dead);
            Receiver sender = bound();
            Receiver server = bound();
            sender.transport.sendTo(bytes("anybody?"), address);
            sender.transport.sendTo(bytes("you"), server.address());
            until("the server has it", () -> server.heard.contains("you"));
            assertThat(sender.errors).isEmpty();
            close(sender, server);
        });
    }

    @Test
    @CPythonTest({"test_base_events.BaseEventLoopWithSelectorTests.test_create_datagram_endpoint_noaddr_nofamily",
            "test_base_events.BaseEventLoopWithSelectorTests.test_create_datagram_endpoint_no_matching_family"})
    void addressesMustBeGivenAndFitTogether() throws Exception {
        io.net(() -> {
            assertThatThrownBy(() -> open(DatagramOptions.DEFAULT)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("neither address nor family");
            assertThatThrownBy(() -> open(DatagramOptions.local(HOST, 0)
                    .withRemote(new InetSocketAddress(InetAddress.getByName("::1"), 1))))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("no family");
            assertThatThrownBy(() -> open(DatagramOptions.local(HOST, 0).withFamily(StandardProtocolFamily.INET6)))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("no family");
            Receiver unbound = open(DatagramOptions.DEFAULT.withFamily(StandardProtocolFamily.INET));
            Receiver server = bound();
            unbound.transport.sendTo(bytes("x"), server.address());
            until("the server has it", () -> server.heard.contains("x"));
            close(unbound, server);
        });
    }

    @Test
    @CPythonTest({"test_base_events.BaseEventLoopWithSelectorTests.test_create_datagram_endpoint_cant_bind",
            "test_base_events.BaseEventLoopWithSelectorTests.test_create_datagram_endpoint_no_addrinfo"})
    void attemptsThatFailLeaveNoDescriptor() throws Exception {
        io.net(() -> {
            Receiver there = bound();
            long before = Descriptors.sockets();
            for (int i = 0; i < 20; i++) {
                assertThatThrownBy(() -> open(DatagramOptions.DEFAULT.withLocal(there.address())))
                        .isInstanceOf(BindException.class);
                assertThatThrownBy(() -> Connections.createDatagramEndpoint(() -> {
                    throw new ArithmeticException("no protocol");
                }, DatagramOptions.local(HOST, 0)).await()).isInstanceOf(ArithmeticException.class);
                Task<?> cancelled =
                        spawn(Connections.createDatagramEndpoint(Receiver::new, DatagramOptions.local(HOST, 0)));
                cancelled.cancel();
                assertThat(catchThrowable(cancelled::await)).isInstanceOf(CancelledError.class);
            }
            until("they are closed", () -> count() == before);
            close(there);
        });
    }

    private static long count() {
        try {
            return Descriptors.sockets();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    @CPythonTest("test_selector_events.SelectorDatagramTransportTests.test_sendto_connected_addr")
    void anotherAddressThanTheOneItWasMadeForIsRefused() throws Exception {
        io.net(() -> {
            Receiver server = bound();
            Receiver client = open(DatagramOptions.remote(HOST, server.address().getPort()));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> client.transport.sendTo(bytes("x"), client.address()))
                    .withMessageContaining("another address");
            client.transport.sendTo(bytes("x"), server.address());
            assertThatIllegalArgumentException().isThrownBy(() -> server.transport.sendTo(bytes("x")))
                    .withMessageContaining("no address");
            assertThatIllegalArgumentException().isThrownBy(
                    () -> server.transport.sendTo(bytes("x"), InetSocketAddress.createUnresolved("example", 1)))
                    .withMessageContaining("not resolved");
            until("the server has it", () -> server.heard.contains("x"));
            close(client, server);
        });
    }

    @Test
    @CPythonTest("test_selector_events.SelectorDatagramTransportTests.test_read_ready_err")
    void failingProtocolIsReportedAndTheTransportGoesOn() throws Exception {
        io.net(() -> {
            Receiver server = Connections.createDatagramEndpoint(() -> new Receiver() {
                @Override
                public void datagramReceived(byte[] data, SocketAddress sender) throws Exception {
                    super.datagramReceived(data, sender);
                    if (data.length == 0) {
                        throw new ArithmeticException("sum");
                    }
                }
            }, DatagramOptions.local(HOST, 0)).await().protocol();
            Receiver client = bound();
            client.transport.sendTo(bytes(""), server.address());
            client.transport.sendTo(bytes("next"), server.address());
            until("the next has come", () -> server.heard.contains("next"));
            assertThat(theReport().exception()).hasMessage("sum");
            close(client, server);
        });
    }

    // ---- options

    @Test
    void socketsOnOnePortShareItWhenBothSaySo() throws Exception {
        io.net(() -> {
            Receiver first = open(DatagramOptions.local(HOST, 0).withReusePort(true));
            Receiver second = open(DatagramOptions.DEFAULT.withLocal(first.address()).withReusePort(true));
            assertThat(second.address()).isEqualTo(first.address());
            close(first, second);
        });
    }

    @Test
    @CPythonTest({"test_base_events.BaseEventLoopWithSelectorTests.test_create_datagram_endpoint_allow_broadcast",
            "test_base_events.BaseEventLoopWithSelectorTests.test_create_datagram_endpoint_sockopts"})
    void broadcastingSocketHasARemoteAddressAndIsNotConnected() throws Exception {
        io.net(() -> {
            Receiver server = bound();
            Receiver client = open(DatagramOptions.remote(HOST, server.address().getPort()).withBroadcast(true));
            assertThat(client.transport.getExtraInfo(ExtraInfo.SOCKET).getOption(StandardSocketOptions.SO_BROADCAST))
                    .isTrue();
            assertThat(client.transport.getExtraInfo(ExtraInfo.PEERNAME)).isNull();
            client.transport.sendTo(bytes("all"));
            until("the server has it", () -> server.heard.contains("all"));
            Receiver other = bound();
            SocketAddress answerTo = server.senders.getFirst();
            InetSocketAddress here = new InetSocketAddress(HOST, ((InetSocketAddress) answerTo).getPort());
            other.transport.sendTo(bytes("I too"), here);
            until("it hears others as well", () -> client.heard.contains("I too"));
            close(client, server, other);
        });
    }

    @Test
    void groupIsJoinedAndLeft() throws Exception {
        NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getByName(HOST));
        io.net(() -> {
            InetAddress group = InetAddress.getByName("239.255.42." + (io.ordinal() + 1));
            Receiver member = open(DatagramOptions.local("0.0.0.0", 0).withFamily(StandardProtocolFamily.INET));
            Receiver sender = open(DatagramOptions.local(HOST, 0)
                    .withSocketOption(StandardSocketOptions.IP_MULTICAST_IF, loopback)
                    .withSocketOption(StandardSocketOptions.IP_MULTICAST_TTL, 0)
                    .withSocketOption(StandardSocketOptions.IP_MULTICAST_LOOP, true));
            assertThat(sender.transport.getExtraInfo(ExtraInfo.SOCKET)
                    .getOption(StandardSocketOptions.IP_MULTICAST_TTL)).isZero();
            InetSocketAddress all = new InetSocketAddress(group, member.address().getPort());
            InetSocketAddress alone = new InetSocketAddress(HOST, member.address().getPort());
            member.transport.joinGroup(group, loopback);
            sender.transport.sendTo(bytes("to the group"), all);
            until("the member has it", () -> member.heard.contains("to the group"));
            member.transport.leaveGroup(group, loopback);
            sender.transport.sendTo(bytes("nobody"), all);
            sender.transport.sendTo(bytes("you"), alone);
            until("what is not for the group comes", () -> member.heard.contains("you"));
            assertThat(member.heard).containsExactly("made", "to the group", "you");
            assertThatThrownBy(() -> member.transport.leaveGroup(group, loopback)).isInstanceOf(IOException.class);
            close(member, sender);
        });
    }

    @Test
    @CPythonTest({"test_events.EventLoopTestsMixin.test_create_datagram_endpoint_sock",
            "test_base_events.BaseEventLoopWithSelectorTests.test_create_datagram_endpoint_sock"})
    void channelOfTheProgramIsTakenOverAndClosed() throws Exception {
        io.net(() -> {
            DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
            channel.bind(new InetSocketAddress(HOST, 0));
            Receiver server = Connections.createDatagramEndpoint(Receiver::new, channel).await().protocol();
            assertThat(server.address()).isEqualTo(channel.getLocalAddress());
            assertThat(channel.isBlocking()).isFalse();
            Receiver client = bound();
            client.transport.sendTo(bytes("ping"), server.address());
            until("the server has it", () -> server.heard.contains("ping"));
            server.transport.sendTo(bytes("pong"), client.address());
            until("the client has it", () -> client.heard.contains("pong"));
            close(server, client);
            assertThat(channel.isOpen()).isFalse();
        });
    }

    // ---- the end

    @Test
    @CPythonTest("test_selector_events.SelectorDatagramTransportTests.test_sendto_closing")
    void nothingIsSentOrReceivedAfterTheEnd() throws Exception {
        io.net(() -> {
            Receiver server = bound();
            Receiver client = bound();
            client.transport.close();
            client.transport.close();
            assertThat(client.transport.isClosing()).isTrue();
            client.transport.sendTo(bytes("late"), server.address());
            until("it is lost", () -> client.heard.contains("lost"));
            client.transport.sendTo(bytes("later"), server.address());
            Receiver other = bound();
            other.transport.sendTo(bytes("x"), server.address());
            until("the server has it", () -> server.heard.contains("x"));
            assertThat(server.heard).containsExactly("made", "x");
            assertThat(client.heard).containsExactly("made", "lost");
            server.transport.abort();
            until("it is lost", () -> server.heard.contains("lost"));
            close(other);
            assertThat(REPORTS).isEmpty();
        });
    }

    @Test
    void bufferOfTheCallerIsEmptyAndItsBytesMayBeUsedAgain() throws Exception {
        io.net(() -> {
            Receiver server = bound();
            Receiver client = bound();
            ByteBuffer data = ByteBuffer.wrap(bytes("-one-"), 1, 3);
            client.transport.sendTo(data, server.address());
            assertThat(data.hasRemaining()).isFalse();
            data.put(1, (byte) 'X');
            until("the server has it", () -> server.heard.size() == 2);
            assertThat(server.heard).containsExactly("made", "one");
            close(client, server);
        });
    }
}
