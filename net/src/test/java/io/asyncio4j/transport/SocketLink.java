package io.asyncio4j.transport;

import static io.asyncio4j.net.Net.until;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.Task;
import io.asyncio4j.tls.TestCertificates;
import io.asyncio4j.tls.TlsProvider;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/// The kinds of connection that have a server.
public enum SocketLink implements Link {
    TCP {
        @Override
        public Ends connect(Recorder left, Recorder right) throws Exception {
            return overTcp(left, right, null, null);
        }
    },
    TLS {
        @Override
        public Ends connect(Recorder left, Recorder right) throws Exception {
            return overTcp(left, right, TestCertificates.client(), TestCertificates.server("localhost"));
        }
    },
    OPENSSL {
        @Override
        public Ends connect(Recorder left, Recorder right) throws Exception {
            return overTcp(left, right, TestCertificates.client(TlsProvider.OPENSSL),
                    TestCertificates.server("localhost", TlsProvider.OPENSSL));
        }
    },
    UNIX {
        @Override
        public Ends connect(Recorder left, Recorder right) throws Exception {
            return overUnix(left, right, null, null);
        }
    },
    TLS_OVER_UNIX {
        @Override
        public Ends connect(Recorder left, Recorder right) throws Exception {
            return overUnix(left, right, TestCertificates.client().withServerHostname("localhost"),
                    TestCertificates.server("localhost"));
        }
    };

    @Override
    public boolean halfCloses() {
        return this == TCP || this == UNIX;
    }

    /// The client of a unix socket has no name.
    @Override
    public boolean hasAddresses() {
        return this != UNIX && this != TLS_OVER_UNIX;
    }

    @Override
    public boolean pausesAtTheMark() {
        return !halfCloses();
    }

    /// By a server on the loopback interface, which listens no more when the connection stands.
    public static Link.Ends overTcp(Recorder left, Recorder right, TransportLayer client, TransportLayer server)
            throws Exception {
        ServerOptions serving = server == null ? ServerOptions.DEFAULT : ServerOptions.DEFAULT.withTls(server);
        ConnectOptions connecting = client == null ? ConnectOptions.DEFAULT : ConnectOptions.DEFAULT.withTls(client);
        Server listening = Connections.createServer(() -> right, "127.0.0.1", 0, serving).await();
        int port = ((InetSocketAddress) listening.sockets().getFirst().localAddress()).getPort();
        Connected<Recorder> made = Connections.createConnection(() -> left, "127.0.0.1", port, connecting).await();
        return stand(listening, made.transport(), right);
    }

    /// By a server on a unix socket in a directory of its own.
    private static Link.Ends overUnix(Recorder left, Recorder right, TransportLayer client, TransportLayer server)
            throws Exception {
        ServerOptions serving = server == null ? ServerOptions.DEFAULT : ServerOptions.DEFAULT.withTls(server);
        ConnectOptions connecting = client == null ? ConnectOptions.DEFAULT : ConnectOptions.DEFAULT.withTls(client);
        Path directory = Files.createTempDirectory("asyncio4j-");
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("socket"));
        Server listening = Connections.createUnixServer(() -> right, address, serving).await();
        Connected<Recorder> made = Connections.createUnixConnection(() -> left, address, connecting).await();
        Link.Ends ends = stand(listening, made.transport(), right);
        return new Link.Ends(ends.left(), ends.right(), () -> {
            ends.finish().run();
            Files.deleteIfExists(address.getPath());
            Files.delete(directory);
        });
    }

    static Link.Ends stand(Server server, Transport left, Recorder right) throws Exception {
        until("the server has it", () -> right.transport != null);
        server.close();
        Task<Void> closed = Task.create(EventLoop.running(), server.waitClosed(), null, null);
        return new Link.Ends(left, right.transport, closed::await);
    }
}
