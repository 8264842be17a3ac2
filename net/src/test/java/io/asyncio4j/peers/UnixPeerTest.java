package io.asyncio4j.peers;

import static io.asyncio4j.net.Net.bytes;
import static io.asyncio4j.net.Net.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.net.Io;
import io.asyncio4j.net.OnEveryIo;
import io.asyncio4j.stream.Connection;
import io.asyncio4j.stream.Streams;
import io.asyncio4j.transport.Server;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// CPython's asyncio and `nc` on the other side of a unix socket.
@OnEveryIo
class UnixPeerTest {
    private static final String CLIENT = """
            import asyncio, sys

            async def main():
                reader, writer = await asyncio.open_unix_connection(sys.argv[1])
                writer.write(b'stressed')
                writer.write_eof()
                print((await reader.read()).decode())
                writer.close()
                await writer.wait_closed()

            asyncio.run(main())
            """;

    private static final String SERVER = """
            import asyncio, sys

            async def serve(reader, writer):
                writer.write((await reader.read())[::-1])
                writer.close()
                await writer.wait_closed()
                done.set_result(None)

            async def main():
                global done
                done = asyncio.get_running_loop().create_future()
                server = await asyncio.start_unix_server(serve, sys.argv[1])
                print('listening', flush=True)
                await done
                server.close()

            asyncio.run(main())
            """;

    private final Io io;

    @TempDir
    Path directory;

    UnixPeerTest(Io io) {
        this.io = io;
    }

    private Server reversing(Path path) throws Exception {
        return Streams.startUnixServer((reader, writer) -> {
            String all = text(reader.read().await());
            writer.write(bytes(new StringBuilder(all).reverse().toString()));
            writer.close();
        }, path).await();
    }

    @Test
    void clientsOfCPythonAndNcAreServed() throws Exception {
        Peer.needs("python3");
        io.net(() -> {
            Path path = directory.resolve("socket");
            Server server = reversing(path);
            try (Peer client = Peer.python(CLIENT, path)) {
                assertThat(client.rest()).isEqualTo("desserts\n");
            }
            server.close();
            server.waitClosed().await();
        });
        Peer.needs("nc");
        io.net(() -> {
            Path path = directory.resolve("another");
            Server server = reversing(path);
            try (Peer client = Peer.start("nc", "-N", "-U", path.toString())) {
                client.say("stressed");
                client.endInput();
                assertThat(client.rest()).isEqualTo("desserts");
            }
            server.close();
            server.waitClosed().await();
        });
    }

    @Test
    void serverOfCPythonIsUnderstood() throws Exception {
        Peer.needs("python3");
        io.net(() -> {
            Path path = directory.resolve("socket");
            try (Peer server = Peer.python(SERVER, path)) {
                assertThat(server.line()).isEqualTo("listening");
                Connection connection = Streams.openUnixConnection(path).await();
                connection.writer().write(bytes("stressed"));
                connection.writer().writeEof();
                assertThat(text(connection.reader().read().await())).isEqualTo("desserts");
                connection.writer().close();
                connection.writer().waitClosed().await();
                server.rest();
            }
        });
    }
}
