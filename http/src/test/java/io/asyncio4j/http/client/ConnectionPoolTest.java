package io.asyncio4j.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.http.DisconnectedException;
import io.asyncio4j.http.EveryIo;
import io.asyncio4j.http.LoopThread;
import io.asyncio4j.net.Io;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.task.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ConnectionPoolTest extends EveryIo {

    private static final ClientOptions ONE = ClientOptions.DEFAULT.withConnections(1);

    ConnectionPoolTest(Io io) {
        super(io);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Gives control away until the condition holds.
    private static void until(java.util.function.BooleanSupplier condition) throws Exception {
        while (!condition.getAsBoolean()) {
            Sleep.sleep(0.001).await();
        }
    }

    @Test
    void aConnectionIsUsedAgain() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering("ok")) {
            LoopThread.run(() -> {
                try (HttpClient client = HttpClient.create()) {
                    for (int i = 0; i < 5; i++) {
                        client.get(server.url() + "/").await();
                    }
                    assertThat(client.openConnections()).isEqualTo(1);
                    assertThat(client.idleConnections()).isEqualTo(1);
                }
            });
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void closingTheClientClosesItsConnections() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.read();
            peer.answer("ok");
            peer.awaitClose();
        })) {
            LoopThread.run(() -> {
                HttpClient client = HttpClient.create();
                client.get(server.url() + "/").await();
                client.close();
                assertThat(client.openConnections()).isZero();
                until(() -> server.ended() == 1);
            });
        }
    }

    @Test
    void aConnectionThatTheServerClosesIsNotUsedAgain() throws Exception {
        for (String head : List.of("HTTP/1.1 200 OK\r\nConnection: close\r\n", "HTTP/1.0 200 OK\r\n")) {
            try (ScriptedServer server = new ScriptedServer(peer -> {
                peer.read();
                peer.write(head + "Content-Length: 2\r\n\r\nok");
                peer.awaitClose();
            })) {
                LoopThread.run(() -> {
                    try (HttpClient client = HttpClient.create()) {
                        client.get(server.url() + "/").await();
                        assertThat(client.openConnections()).isZero();
                        client.get(server.url() + "/").await();
                    }
                });
                assertThat(server.accepted()).isEqualTo(2);
            }
        }
    }

    @Test
    void bytesBehindABodySpoilTheConnection() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.read();
            peer.write(
                    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
            peer.awaitClose();
        })) {
            LoopThread.run(() -> {
                try (HttpClient client = HttpClient.create()) {
                    assertThat(client.get(server.url() + "/").await().text()).isEqualTo("ok");
                    assertThat(client.openConnections()).isZero();
                    assertThat(client.get(server.url() + "/").await().text()).isEqualTo("ok");
                }
            });
            assertThat(server.accepted()).isEqualTo(2);
        }
    }

    @Test
    void bytesOnAnIdleConnectionSpoilIt() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.read();
            peer.answer("ok");
            await(answered);
            peer.write("x");
            peer.awaitClose();
        })) {
            LoopThread.run(() -> {
                try (HttpClient client = HttpClient.create()) {
                    client.get(server.url() + "/").await();
                    assertThat(client.idleConnections()).isEqualTo(1);
                    answered.countDown();
                    until(() -> client.openConnections() == 0);
                }
            });
        }
    }

    @Test
    void idleConnectionsAreClosedAfterKeepAlive() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering("ok")) {
            LoopThread.run(() -> {
                try (HttpClient client =
                        new HttpClient(ClientOptions.DEFAULT.withKeepAlive(Duration.ofMillis(30)))) {
                    client.get(server.url() + "/").await();
                    until(() -> client.openConnections() == 0 && server.ended() == 1);
                }
            });
        }
    }

    @Test
    void connectionsAreBoundedAndWaitersServedInOrder() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(peer -> {
            while (peer.read() != null) {
                await(go);
                peer.answer("ok");
            }
        })) {
            LoopThread.run(() -> {
                List<Integer> order = new ArrayList<>();
                try (HttpClient client = new HttpClient(ONE)) {
                    List<Task<Void>> tasks = new ArrayList<>();
                    for (int i = 0; i < 10; i++) {
                        int number = i;
                        tasks.add(Task.create(() -> {
                            client.get(server.url() + "/" + number).await();
                            order.add(number);
                            assertThat(client.openConnections()).isEqualTo(1);
                            return null;
                        }));
                    }
                    until(() -> client.waitingRequests() == 9);
                    go.countDown(); // an answer before would let one of them go unseen
                    for (Task<Void> task : tasks) {
                        task.await();
                    }
                }
                assertThat(order).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
            });
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void theBoundPerHostHoldsAndLetsOtherHostsPass() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (ScriptedServer slow = new ScriptedServer(peer -> {
            while (peer.read() != null) {
                await(go);
                peer.answer("slow");
            }
        }); ScriptedServer fast = ScriptedServer.answering("fast")) {
            LoopThread.run(() -> {
                try (HttpClient client = new HttpClient(ClientOptions.DEFAULT.withConnectionsPerHost(2))) {
                    List<Task<HttpResponse>> tasks = new ArrayList<>();
                    for (int i = 0; i < 4; i++) {
                        tasks.add(Task.create(client.get(slow.url() + "/")));
                    }
                    until(() -> client.waitingRequests() == 2 && slow.requests().size() == 2);
                    assertThat(client.get(fast.url() + "/").await().text()).isEqualTo("fast");
                    go.countDown();
                    for (Task<HttpResponse> task : tasks) {
                        task.await();
                    }
                }
            });
            assertThat(slow.accepted()).isEqualTo(2);
        }
    }

    @Test
    void anIdleConnectionMakesRoomForAnotherHost() throws Exception {
        try (ScriptedServer first = ScriptedServer.answering("1");
                ScriptedServer second = ScriptedServer.answering("2")) {
            LoopThread.run(() -> {
                try (HttpClient client = new HttpClient(ONE)) {
                    client.get(first.url() + "/").await();
                    assertThat(client.get(second.url() + "/").await().text()).isEqualTo("2");
                    assertThat(client.openConnections()).isEqualTo(1);
                    until(() -> first.ended() == 1);
                }
            });
        }
    }

    @Test
    void aCancelledWaiterPassesItsTurnOn() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(peer -> {
            boolean first = true;
            while (peer.read() != null) {
                if (first) {
                    await(go);
                }
                first = false;
                peer.answer("ok");
            }
        })) {
            LoopThread.run(() -> {
                try (HttpClient client = new HttpClient(ONE)) {
                    Task<HttpResponse> holder = Task.create(client.get(server.url() + "/1"));
                    Task<HttpResponse> second = Task.create(client.get(server.url() + "/2"));
                    Task<HttpResponse> third = Task.create(client.get(server.url() + "/3"));
                    Task<HttpResponse> fourth = Task.create(client.get(server.url() + "/4"));
                    until(() -> client.waitingRequests() == 3);
                    second.cancel();
                    // The turn reaches the third in the very step in which it is cancelled.
                    holder.addDoneCallback(done -> third.cancel());
                    go.countDown();
                    assertThat(fourth.await().text()).isEqualTo("ok");
                    holder.await();
                    assertThatThrownBy(second::await).isInstanceOf(CancelledError.class);
                    assertThat(third.isDone()).isTrue();
                    assertThat(client.waitingRequests()).isZero();
                    assertThat(client.openConnections()).isLessThanOrEqualTo(1);
                    assertThat(client.get(server.url() + "/5").await().text()).isEqualTo("ok");
                }
            });
        }
    }

    @Test
    void aCancelledRequestClosesItsConnectionAndFreesItsPlace() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.read();
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
            peer.awaitClose();
        }, peer -> {
            peer.read();
            peer.answer("ok");
            peer.awaitClose();
        })) {
            LoopThread.run(() -> {
                try (HttpClient client = new HttpClient(ONE)) {
                    Task<HttpResponse> task = Task.create(client.get(server.url() + "/"));
                    until(() -> server.requests().size() == 1);
                    task.cancel();
                    assertThatThrownBy(task::await).isInstanceOf(CancelledError.class);
                    assertThat(client.openConnections()).isZero();
                    until(() -> server.ended() == 1);
                    assertThat(client.get(server.url() + "/").await().text()).isEqualTo("ok");
                }
            });
        }
    }

    @Test
    void closingTheClientFailsWaiters() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.read();
            await(go);
            peer.answer("ok");
            peer.awaitClose();
        })) {
            LoopThread.run(() -> {
                HttpClient client = new HttpClient(ONE);
                Task<HttpResponse> holder = Task.create(client.get(server.url() + "/"));
                Task<HttpResponse> waiter = Task.create(client.get(server.url() + "/"));
                until(() -> client.waitingRequests() == 1 && server.requests().size() == 1);
                client.close();
                assertThatThrownBy(waiter::await).isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("client is closed");
                go.countDown();
                assertThat(holder.await().text()).as("a running request ends").isEqualTo("ok");
                assertThat(client.openConnections()).isZero();
                until(() -> server.ended() == 1);
            });
        }
    }

    @Test
    void aStaleConnectionIsReplacedOnceForIdempotentMethods() throws Exception {
        for (String method : List.of("GET", "PUT", "DELETE", "HEAD")) {
            try (ScriptedServer server = staleOnce()) {
                LoopThread.run(() -> {
                    try (HttpClient client = HttpClient.create()) {
                        client.get(server.url() + "/first").await();
                        client.request(method, server.url() + "/second").await();
                    }
                });
                assertThat(server.accepted()).as(method).isEqualTo(2);
                assertThat(server.requests()).as(method).hasSize(3);
            }
        }
    }

    @Test
    void aPostIsNeverSentTwice() throws Exception {
        try (ScriptedServer server = staleOnce()) {
            LoopThread.run(() -> {
                try (HttpClient client = HttpClient.create()) {
                    client.get(server.url() + "/first").await();
                    assertThatThrownBy(() -> client.request("POST", server.url() + "/second").body("x").await())
                            .isInstanceOf(DisconnectedException.class);
                }
            });
            assertThat(server.accepted()).isEqualTo(1);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void aFreshConnectionThatDiesIsNotReplaced() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> peer.read())) {
            LoopThread.run(() -> {
                try (HttpClient client = HttpClient.create()) {
                    assertThatThrownBy(() -> client.get(server.url() + "/").await())
                            .isInstanceOf(DisconnectedException.class);
                    assertThat(client.openConnections()).isZero();
                }
            });
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void anAnswerBegunIsNotAskedForAgain() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.read();
            peer.answer("ok");
            peer.read();
            peer.write("HTTP/1.1 2");
        })) {
            LoopThread.run(() -> {
                try (HttpClient client = HttpClient.create()) {
                    client.get(server.url() + "/").await();
                    assertThatThrownBy(() -> client.get(server.url() + "/").await())
                            .isInstanceOf(DisconnectedException.class);
                }
            });
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    /// Answers one request, reads the next and closes; serves the second connection in full.
    private static ScriptedServer staleOnce() throws Exception {
        return new ScriptedServer(peer -> {
            peer.read();
            peer.answer("first");
            peer.read();
        }, peer -> {
            while (peer.read() != null) {
                peer.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
        });
    }
}
