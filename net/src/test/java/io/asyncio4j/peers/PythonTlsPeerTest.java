package io.asyncio4j.peers;

import static io.asyncio4j.net.Net.bytes;
import static io.asyncio4j.net.Net.port;
import static io.asyncio4j.net.Net.text;
import static io.asyncio4j.tls.TestCertificates.by;
import static io.asyncio4j.tls.TestCertificates.client;
import static io.asyncio4j.tls.TestCertificates.file;
import static io.asyncio4j.tls.TestCertificates.server;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.net.Io;
import io.asyncio4j.stream.Connection;
import io.asyncio4j.stream.StreamOptions;
import io.asyncio4j.stream.StreamServerOptions;
import io.asyncio4j.stream.Streams;
import io.asyncio4j.tls.Tls;
import io.asyncio4j.tls.TlsProvider;
import io.asyncio4j.transport.ConnectOptions;
import io.asyncio4j.transport.Server;
import io.asyncio4j.transport.ServerOptions;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// asyncio of CPython on the other side of TLS.
@ParameterizedClass(name = "{0} by {1}")
@MethodSource("combinations")
class PythonTlsPeerTest {
    private static final String CLIENT = """
            import asyncio, ssl, sys

            async def main(port, ca, upgrade):
                context = ssl.create_default_context(cafile=ca)
                if upgrade:
                    reader, writer = await asyncio.open_connection('127.0.0.1', port)
                    writer.write(b'STARTTLS\\n')
                    assert await reader.readline() == b'go\\n'
                    await writer.start_tls(context, server_hostname='localhost')
                else:
                    reader, writer = await asyncio.open_connection('127.0.0.1', port, ssl=context,
                                                                   server_hostname='localhost')
                data = bytes(i * 7 % 256 for i in range(1_000_000))
                writer.write(b'%d\\n' % len(data))
                writer.write(data)
                await writer.drain()
                assert await reader.readexactly(len(data)) == data[::-1]
                writer.close()
                await writer.wait_closed()
                print('client ok')

            asyncio.run(main(int(sys.argv[1]), sys.argv[2], sys.argv[3] == 'true'))
            """;

    private static final String SERVER = """
            import asyncio, ssl, sys

            async def serve(reader, writer):
                if sys.argv[3] == 'true':
                    assert await reader.readline() == b'STARTTLS\\n'
                    writer.write(b'go\\n')
                    await writer.start_tls(context)
                while line := await reader.readline():
                    count = int(line)
                    writer.write((await reader.readexactly(count))[::-1])
                    await writer.drain()
                writer.close()
                await writer.wait_closed()
                done.set_result(None)

            async def main():
                global done, context
                done = asyncio.get_running_loop().create_future()
                context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
                context.load_cert_chain(sys.argv[1], sys.argv[2])
                server = await asyncio.start_server(serve, '127.0.0.1', 0,
                                                    ssl=None if sys.argv[3] == 'true' else context)
                print(server.sockets[0].getsockname()[1], flush=True)
                await done
                server.close()
                print('server ok', flush=True)

            asyncio.run(main())
            """;

    private final TlsProvider provider;
    private final Io io;

    PythonTlsPeerTest(TlsProvider provider, Io io) {
        this.provider = provider;
        this.io = io;
    }

    static Stream<Arguments> combinations() {
        return Io.each(TlsProvider.values());
    }

    @BeforeAll
    static void pythonIsInstalled() {
        Peer.needs("python3");
    }

    private void net(AsyncAction body) throws Exception {
        by(provider, () -> io.net(body));
    }

    private static byte[] reversed(byte[] data) {
        byte[] other = new byte[data.length];
        for (int i = 0; i < data.length; i++) {
            other[i] = data[data.length - 1 - i];
        }
        return other;
    }

    private static void talk(Connection connection) throws Exception {
        Random random = new Random(7);
        for (int size : new int[]{1, 20_000, 1_000_000}) {
            byte[] data = new byte[size];
            random.nextBytes(data);
            connection.writer().write(bytes(size + "\n"));
            connection.writer().write(data);
            connection.writer().drain().await();
            assertThat(Arrays.equals(connection.reader().readExactly(size).await(), reversed(data))).isTrue();
        }
        connection.writer().close();
        connection.writer().waitClosed().await();
    }

    @Test
    void clientOfCPythonIsServedOverTlsFromTheBeginningAndLater() throws Exception {
        net(() -> {
            Tls serving = server("localhost");
            for (boolean upgrade : new boolean[]{false, true}) {
                ServerOptions options = upgrade ? ServerOptions.DEFAULT : ServerOptions.DEFAULT.withTls(serving);
                Server server = Streams.startServer((reader, writer) -> {
                    if (upgrade) {
                        assertThat(text(reader.readLine().await())).isEqualTo("STARTTLS\n");
                        writer.write(bytes("go\n"));
                        writer.startTls(serving, null).await();
                    }
                    int count = Integer.parseInt(text(reader.readLine().await()).strip());
                    writer.write(reversed(reader.readExactly(count).await()));
                    writer.drain().await();
                    assertThat(reader.read().await()).isEmpty();
                    writer.close();
                }, "127.0.0.1", 0, StreamServerOptions.DEFAULT.withServer(options)).await();
                try (Peer client = Peer.python(CLIENT, port(server), file("ca.pem"), upgrade)) {
                    assertThat(client.rest()).isEqualTo("client ok\n");
                }
                server.close();
                server.waitClosed().await();
            }
        });
    }

    @Test
    void serverOfCPythonIsUnderstoodOverTlsFromTheBeginningAndLater() throws Exception {
        net(() -> {
            for (boolean upgrade : new boolean[]{false, true}) {
                try (Peer server = Peer.python(SERVER, file("localhost.pem"), file("localhost.key"), upgrade)) {
                    int port = Integer.parseInt(server.line());
                    ConnectOptions options = upgrade
                            ? ConnectOptions.DEFAULT
                            : ConnectOptions.DEFAULT.withTls(client().withServerHostname("localhost"));
                    Connection connection = Streams
                            .openConnection("127.0.0.1", port, StreamOptions.DEFAULT.withConnect(options)).await();
                    if (upgrade) {
                        connection.writer().write(bytes("STARTTLS\n"));
                        assertThat(text(connection.reader().readLine().await())).isEqualTo("go\n");
                        connection.writer().startTls(client(), "localhost").await();
                    }
                    talk(connection);
                    assertThat(server.line()).isEqualTo("server ok");
                }
            }
        });
    }
}
