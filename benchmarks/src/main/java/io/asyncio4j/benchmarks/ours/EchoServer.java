package io.asyncio4j.benchmarks.ours;

import static io.asyncio4j.Asyncio.await;
import static io.asyncio4j.Asyncio.run;

import io.asyncio4j.benchmarks.Tied;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.stream.StreamHandler;
import io.asyncio4j.stream.StreamReader;
import io.asyncio4j.stream.StreamServerOptions;
import io.asyncio4j.stream.StreamWriter;
import io.asyncio4j.stream.Streams;
import io.asyncio4j.tls.Tls;
import io.asyncio4j.transport.BaseProtocol;
import io.asyncio4j.transport.BufferedProtocol;
import io.asyncio4j.transport.Connections;
import io.asyncio4j.transport.Protocol;
import io.asyncio4j.transport.Server;
import io.asyncio4j.transport.ServerOptions;
import io.asyncio4j.transport.Transport;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// The echo server as a user of asyncio4j writes it:
/// `EchoServer streams|into|protocols|buffered [--tls CERTIFICATE KEY] [--tied]`.
/// Prints `listening PORT` and serves on loopback until it is killed or, with `--tied`, until its standard input ends.
public final class EchoServer {
    private static final int CHUNK = 64 * 1024;
    private static final int BACKLOG = 1024;
    /// Of all connections, as the memory of the server in C is: it is written before the next one receives.
    private static final ByteBuffer MEMORY = ByteBuffer.allocate(CHUNK);

    private EchoServer() {
    }

    /// Serves.
    public static void main(String[] arguments) throws Exception {
        String kind = arguments[0];
        ServerOptions options = ServerOptions.DEFAULT.withBacklog(BACKLOG);
        for (int i = 1; i < arguments.length; i++) {
            if (arguments[i].equals("--tied")) {
                Tied.toStandardInput();
            } else if (arguments[i].equals("--tls")) {
                options = options.withTls(
                        Tls.builder().certificate(Path.of(arguments[++i]), Path.of(arguments[++i])).build());
            }
        }
        ServerOptions chosen = options;
        run(() -> {
            Server server = await(switch (kind) {
                case "streams" -> streams(EchoServer::echo, chosen);
                case "into" -> streams(EchoServer::echoInto, chosen);
                case "buffered" -> Connections.createServer(BufferedEcho::new, Connections.LOOPBACK, 0, chosen);
                default -> Connections.createServer(Echo::new, Connections.LOOPBACK, 0, chosen);
            });
            InetSocketAddress address = (InetSocketAddress) server.sockets().getFirst().localAddress();
            System.out.println("listening " + address.getPort());
            await(server.serveForever());
        });
    }

    private static Coroutine<Server> streams(StreamHandler handler, ServerOptions options) {
        return Streams.startServer(handler, Connections.LOOPBACK, 0,
                StreamServerOptions.DEFAULT.withServer(options));
    }

    private static void echo(StreamReader reader, StreamWriter writer) throws Exception {
        while (true) {
            byte[] data = await(reader.read(CHUNK));
            if (data.length == 0) {
                break;
            }
            writer.write(data);
            await(writer.drain());
        }
        writer.close();
    }

    private static void echoInto(StreamReader reader, StreamWriter writer) throws Exception {
        ByteBuffer memory = MEMORY.duplicate();
        while (await(reader.readInto(memory.clear())) > 0) {
            writer.write(memory.flip());
            await(writer.drain());
        }
        writer.close();
    }

    /// What both protocols have: the transport, which reads no more than it can write.
    private abstract static class Echoing implements BaseProtocol {
        Transport transport;

        public void connectionMade(Transport transport) {
            this.transport = transport;
        }

        @Override
        public void pauseWriting() {
            transport.pauseReading();
        }

        @Override
        public void resumeWriting() {
            transport.resumeReading();
        }
    }

    private static final class BufferedEcho extends Echoing implements BufferedProtocol {
        @Override
        public ByteBuffer getBuffer(int sizeHint) {
            return MEMORY.clear();
        }

        @Override
        public void bufferUpdated(int count) {
            transport.write(MEMORY.flip());
        }
    }

    private static final class Echo extends Echoing implements Protocol {
        @Override
        public void dataReceived(byte[] data) {
            transport.write(data);
        }
    }
}
