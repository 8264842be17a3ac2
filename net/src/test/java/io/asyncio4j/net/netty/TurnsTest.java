package io.asyncio4j.net.netty;

import static io.asyncio4j.net.Net.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.net.Io;
import io.asyncio4j.net.OnEveryIo;
import io.asyncio4j.transport.Connections;
import io.asyncio4j.transport.Protocol;
import io.asyncio4j.transport.Server;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEveryIo
class TurnsTest {
    private static final int CONNECTIONS = 20;
    private static final int MESSAGE = 64 * 1024;
    private static final int IN_A_TURN = 256 * 1024 / MESSAGE;

    private final Io io;
    private final Map<Long, Integer> receivedIn = new HashMap<>();
    private final List<Integer> order = new ArrayList<>();
    private long iteration;
    private int accepted;
    private int received;
    private boolean over;

    TurnsTest(Io io) {
        this.io = io;
    }

    private final class Counting implements Protocol {
        private final int number = accepted++;

        @Override
        public void dataReceived(byte[] data) {
            received += data.length;
            receivedIn.merge(iteration, data.length, Integer::sum);
            order.add(number);
        }
    }

    private void count(EventLoop loop) {
        iteration++;
        if (!over) {
            loop.callSoon(() -> count(loop));
        }
    }

    private void sendByAll(List<SocketChannel> clients) throws Exception {
        received = 0;
        receivedIn.clear();
        order.clear();
        for (SocketChannel client : clients) {
            client.write(ByteBuffer.allocate(MESSAGE)); // the loop waits meanwhile
        }
        until("all received", () -> received == CONNECTIONS * MESSAGE);
    }

    @Test
    void ofManySocketsThatBringMuchAFewAreReceivedFromInAnIterationAndEachHasItsTurn(@TempDir Path directory)
            throws Exception {
        io.net(() -> {
            Path path = directory.resolve("s");
            Server server = Connections.createUnixServer(Counting::new, path).await();
            List<SocketChannel> clients = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                clients.add(SocketChannel.open(UnixDomainSocketAddress.of(path)));
            }
            until("all accepted", () -> accepted == CONNECTIONS);
            count(EventLoop.running());
            sendByAll(clients); // how much they bring is not known before
            sendByAll(clients); // nor quite where the first bytes come by a request to a ring
            sendByAll(clients);
            assertThat(receivedIn.values()).allMatch(bytes -> bytes <= IN_A_TURN * MESSAGE);
            assertThat(order).hasSize(CONNECTIONS).doesNotHaveDuplicates();
            over = true;
            for (SocketChannel client : clients) {
                client.close();
            }
            server.close();
            server.waitClosed().await();
        });
    }
}
