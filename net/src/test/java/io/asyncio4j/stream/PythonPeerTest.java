package io.asyncio4j.stream;

import static io.asyncio4j.net.Net.bytes;
import static io.asyncio4j.net.Net.port;
import static io.asyncio4j.net.Net.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.net.Io;
import io.asyncio4j.net.OnEveryIo;
import io.asyncio4j.thread.ToThread;
import io.asyncio4j.transport.Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// asyncio of CPython on the other side.
@OnEveryIo
class PythonPeerTest {
    private static final String PYTHON_CLIENT = """
            import asyncio, hashlib, sys

            async def main(port):
                reader, writer = await asyncio.open_connection('127.0.0.1', port)
                writer.write(b'hello\\n')
                assert await reader.readline() == b'HELLO\\n'
                data = bytes(i * 7 % 256 for i in range(3_000_000))
                writer.write(b'%d\\n' % len(data))
                writer.write(data)
                await writer.drain()
                assert await reader.readexactly(len(data)) == data
                writer.write_eof()
                assert await reader.read() == b'bye'
                writer.close()
                await writer.wait_closed()
                print('client ok')

            asyncio.run(main(int(sys.argv[1])))
            """;

    private static final String PYTHON_SERVER = """
            import asyncio

            async def serve(reader, writer):
                while line := await reader.readline():
                    count = int(line)
                    writer.write((await reader.readexactly(count))[::-1])
                    await writer.drain()
                writer.write(b'end')
                writer.close()
                await writer.wait_closed()
                asyncio.get_running_loop().call_later(0.05, done.set_result, None)

            async def main():
                global done
                done = asyncio.get_running_loop().create_future()
                server = await asyncio.start_server(serve, '127.0.0.1', 0)
                print(server.sockets[0].getsockname()[1], flush=True)
                await done
                server.close()
                await server.wait_closed()
                print('server ok', flush=True)

            asyncio.run(main())
            """;

    private final Io io;

    @TempDir
    Path directory;

    PythonPeerTest(Io io) {
        this.io = io;
    }

    @BeforeAll
    static void pythonIsInstalled() throws Exception {
        boolean there;
        try {
            Process process = new ProcessBuilder("python3", "-c",
                    "import sys; sys.exit(sys.version_info < (3, 11))").start();
            there = process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException _) {
            there = false;
        }
        assumeTrue(there, "python3 (3.11 or newer) is not installed");
    }

    private Process python(String program, String... arguments) throws IOException {
        Path file = Files.writeString(directory.resolve("peer.py"), program);
        ProcessBuilder builder = new ProcessBuilder("python3", file.toString());
        builder.command().addAll(List.of(arguments));
        return builder.redirectErrorStream(true).start();
    }

    private static String output(Process process) throws Exception {
        return ToThread.toThread(() -> {
            String all = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return all.strip();
        }).await();
    }

    @Test
    void clientOfCPythonIsServed() throws Exception {
        io.net(() -> {
            Server server = Streams.startServer((reader, writer) -> {
                writer.write(bytes(text(reader.readLine().await()).toUpperCase()));
                int count = Integer.parseInt(text(reader.readLine().await()).strip());
                for (int left = count; left > 0;) {
                    byte[] part = reader.read(left).await();
                    left -= part.length;
                    writer.write(part);
                    writer.drain().await();
                }
                assertThat(reader.read().await()).isEmpty();
                writer.write(bytes("bye"));
                writer.close();
                writer.waitClosed().await();
            }, 0).await();
            Process client = python(PYTHON_CLIENT, Integer.toString(port(server)));
            assertThat(output(client)).isEqualTo("client ok");
            server.close();
            server.waitClosed().await();
        });
    }

    @Test
    void serverOfCPythonIsUnderstood() throws Exception {
        io.net(() -> {
            Process process = python(PYTHON_SERVER);
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            int port = Integer.parseInt(ToThread.toThread(lines::readLine).await());
            Connection connection = Streams.openConnection("127.0.0.1", port).await();
            Random random = new Random(7);
            for (int size : new int[]{1, 10, 70_000, 2_000_000}) {
                byte[] data = new byte[size];
                random.nextBytes(data);
                connection.writer().write(bytes(size + "\n"));
                connection.writer().write(data);
                connection.writer().drain().await();
                byte[] answer = connection.reader().readExactly(size).await();
                for (int i = 0; i < size; i++) {
                    if (answer[i] != data[size - 1 - i]) {
                        throw new AssertionError("byte " + i + " of " + size + " differs");
                    }
                }
            }
            connection.writer().writeEof();
            assertThat(text(connection.reader().read().await())).isEqualTo("end");
            connection.writer().close();
            connection.writer().waitClosed().await();
            assertThat(ToThread.toThread(lines::readLine).await()).isEqualTo("server ok");
        });
    }
}
