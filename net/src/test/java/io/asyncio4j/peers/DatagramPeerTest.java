package io.asyncio4j.peers;

import static io.asyncio4j.net.Net.bytes;
import static io.asyncio4j.net.Net.text;
import static io.asyncio4j.net.Net.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.net.Io;
import io.asyncio4j.net.OnEveryIo;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.transport.Connections;
import io.asyncio4j.transport.DatagramOptions;
import io.asyncio4j.transport.DatagramProtocol;
import io.asyncio4j.transport.DatagramTransport;
import io.asyncio4j.transport.ExtraInfo;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// CPython's asyncio, `nc -u` and `socat` on the other side of datagrams, in both roles.
@OnEveryIo
class DatagramPeerTest {
    private static final String HOST = "127.0.0.1";

    private static final String CLIENT = """
            import asyncio, sys

            class Asking(asyncio.DatagramProtocol):
                def connection_made(self, transport):
                    self.transport = transport
                    self.answers = []
                    transport.sendto(b'stressed')

                def datagram_received(self, data, address):
                    self.answers.append(data.decode())
                    if len(self.answers) == 1:
                        self.transport.sendto(b'x' * 60000)
                    elif len(self.answers) == 2:
                        self.transport.sendto(b'live')
                    else:
                        done.set_result(None)

            async def main():
                global done
                done = asyncio.get_running_loop().create_future()
                transport, protocol = await asyncio.get_running_loop().create_datagram_endpoint(
                    Asking, remote_addr=('127.0.0.1', int(sys.argv[1])))
                await done
                transport.close()
                print([len(answer) if len(answer) > 99 else answer for answer in protocol.answers])

            asyncio.run(main())
            """;

    private static final String SERVER = """
            import asyncio

            class Reversing(asyncio.DatagramProtocol):
                def connection_made(self, transport):
                    self.transport = transport

                def datagram_received(self, data, address):
                    self.transport.sendto(data[::-1] or b'nothing', address)  # sends no empty ones
                    if data == b'end':
                        done.set_result(None)

            async def main():
                global done
                done = asyncio.get_running_loop().create_future()
                transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
                    Reversing, local_addr=('127.0.0.1', 0))
                print(transport.get_extra_info('sockname')[1], flush=True)
                await done
                transport.close()

            asyncio.run(main())
            """;

    private static final String LISTENER = """
            import asyncio, socket, sys

            class Printing(asyncio.DatagramProtocol):
                def datagram_received(self, data, address):
                    print(data.decode(), address[0], flush=True)

            async def main():
                own = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                own.bind(('0.0.0.0', 0))
                if len(sys.argv) > 1:
                    own.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP,
                                   socket.inet_aton(sys.argv[1]) + socket.inet_aton('127.0.0.1'))
                await asyncio.get_running_loop().create_datagram_endpoint(Printing, sock=own)
                print(own.getsockname()[1], flush=True)
                await asyncio.sleep(60)

            asyncio.run(main())
            """;

    private final Io io;

    DatagramPeerTest(Io io) {
        this.io = io;
    }

    private static String reversed(byte[] data) {
        return new StringBuilder(text(data)).reverse().toString();
    }

    /// Writes down what it hears, and answers it reversed if it is to.
    private static final class Endpoint implements DatagramProtocol {
        final List<String> heard = new ArrayList<>();
        final boolean answers;
        DatagramTransport transport;

        Endpoint(boolean answers) {
            this.answers = answers;
        }

        @Override
        public void connectionMade(DatagramTransport made) {
            transport = made;
        }

        @Override
        public void datagramReceived(byte[] data, SocketAddress sender) {
            heard.add(text(data));
            if (answers) {
                transport.sendTo(bytes(reversed(data)), sender);
            }
        }

        int port() {
            return ((InetSocketAddress) transport.getExtraInfo(ExtraInfo.SOCKNAME)).getPort();
        }

        void close() throws Exception {
            transport.close();
            Sleep.sleep(0).await();
        }
    }

    private static Endpoint open(boolean answers, DatagramOptions options) throws Exception {
        return Connections.createDatagramEndpoint(() -> new Endpoint(answers), options).await().protocol();
    }

    private static int freePort() throws Exception {
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getByName(HOST))) {
            return free.getLocalPort();
        }
    }

    /// Asks until there is an answer: the peer may not listen yet, and a datagram may be lost.
    private static void ask(Endpoint asking, String question, String answer) throws Exception {
        for (int i = 0; !asking.heard.contains(answer); i++) {
            assertThat(i).as("times asked").isLessThan(3000);
            asking.transport.sendTo(bytes(question));
            Sleep.sleep(0.01).await();
        }
    }

    @Test
    void clientOfCPythonIsAnswered() throws Exception {
        Peer.needs("python3");
        io.net(() -> {
            Endpoint here = open(true, DatagramOptions.local(HOST, 0));
            try (Peer client = Peer.python(CLIENT, here.port())) {
                assertThat(client.rest()).isEqualTo("['desserts', 60000, 'evil']\n");
            }
            here.close();
        });
    }

    @Test
    void serverOfCPythonAnswersAConnectedEndpointAndOneThatIsNot() throws Exception {
        Peer.needs("python3");
        io.net(() -> {
            try (Peer server = Peer.python(SERVER)) {
                int port = Integer.parseInt(server.line());
                Endpoint connected = open(false, DatagramOptions.remote(HOST, port));
                connected.transport.sendTo(bytes("stressed"));
                until("the answer has come", () -> connected.heard.contains("desserts"));
                Endpoint free = open(false, DatagramOptions.local(HOST, 0));
                InetSocketAddress there = new InetSocketAddress(HOST, port);
                free.transport.sendTo(bytes("live"), there);
                free.transport.sendTo(new byte[0], there);
                free.transport.sendTo(bytes("end"), there);
                until("all answers have come", () -> free.heard.size() == 3);
                assertThat(free.heard).containsExactly("evil", "nothing", "dne");
                connected.close();
                free.close();
                assertThat(server.rest()).isEmpty();
            }
        });
    }

    @Test
    void broadcastReachesCPython() throws Exception {
        Peer.needs("python3");
        io.net(() -> {
            try (Peer listener = Peer.python(LISTENER)) {
                InetSocketAddress everybody =
                        new InetSocketAddress("127.255.255.255", Integer.parseInt(listener.line()));
                Endpoint here = open(false, DatagramOptions.local(HOST, 0).withBroadcast(true));
                here.transport.sendTo(bytes("all"), everybody);
                assertThat(listener.line()).isEqualTo("all 127.0.0.1");
                here.close();
            }
        });
    }

    @Test
    void groupReachesCPython() throws Exception {
        Peer.needs("python3");
        NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getByName(HOST));
        io.net(() -> {
            InetAddress group = InetAddress.getByName("239.255.43." + (io.ordinal() + 1));
            try (Peer member = Peer.python(LISTENER, group.getHostAddress())) {
                InetSocketAddress all = new InetSocketAddress(group, Integer.parseInt(member.line()));
                Endpoint here = open(false, DatagramOptions.local(HOST, 0).withFamily(StandardProtocolFamily.INET)
                        .withSocketOption(StandardSocketOptions.IP_MULTICAST_IF, loopback)
                        .withSocketOption(StandardSocketOptions.IP_MULTICAST_LOOP, true));
                here.transport.sendTo(bytes("members"), all);
                assertThat(member.line()).isEqualTo("members 127.0.0.1");
                here.close();
            }
        });
    }

    @Test
    void ncAsksAndIsAsked() throws Exception {
        Peer.needs("nc");
        io.net(() -> {
            Endpoint here = open(true, DatagramOptions.local(HOST, 0));
            try (Peer nc = Peer.start("nc", "-u", HOST, Integer.toString(here.port()))) {
                nc.say("\nstressed");
                assertThat(nc.line()).isEqualTo("desserts");
            }
            here.close();
            int port = freePort();
            try (Peer nc = Peer.start("nc", "-u", "-l", HOST, Integer.toString(port))) {
                nc.say("answer");
                Endpoint asking = open(false, DatagramOptions.remote(HOST, port));
                ask(asking, "question", "answer");
                asking.close();
            }
        });
    }

    @Test
    void socatAsksAndIsAsked() throws Exception {
        Peer.needs("socat");
        io.net(() -> {
            Endpoint here = open(true, DatagramOptions.local(HOST, 0));
            try (Peer socat = Peer.start("socat", "-", "UDP4:" + HOST + ":" + here.port())) {
                socat.say("\nstressed");
                assertThat(socat.line()).isEqualTo("desserts");
            }
            here.close();
            int port = freePort();
            try (Peer socat = Peer.start("socat", "UDP4-RECVFROM:" + port + ",bind=" + HOST + ",fork", "EXEC:rev")) {
                Endpoint asking = open(false, DatagramOptions.remote(HOST, port));
                ask(asking, "stressed", "desserts");
                asking.close();
            }
        });
    }
}
