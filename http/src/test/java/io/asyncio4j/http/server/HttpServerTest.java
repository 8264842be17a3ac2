package io.asyncio4j.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.coroutine.AsyncWith;
import io.asyncio4j.http.EveryIo;
import io.asyncio4j.http.Headers;
import io.asyncio4j.http.LoopThread;
import io.asyncio4j.http.client.HttpClient;
import io.asyncio4j.http.client.HttpResponse;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.net.Io;
import io.asyncio4j.sync.Event;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.task.Task;
import io.asyncio4j.thread.DefaultExecutor;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HttpServerTest extends EveryIo {

    private static final ServerOptions ANY_PORT = ServerOptions.DEFAULT.withPort(0);

    HttpServerTest(Io io) {
        super(io);
    }

    @Test
    void answersComeInTheOrderOfTheRequests() throws Exception {
        Routes routes = new Routes().get("/slow", request -> {
            for (int i = 0; i < 5; i++) {
                Sleep.sleep(0.01).await();
            }
            return Response.text("slow");
        }).get("/fast", request -> Response.text("fast"));
        try (RunningServer server = new RunningServer(routes)) {
            String answer = server.exchange("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"
                    + "GET /fast HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(answer.indexOf("\r\n\r\nslow")).isPositive().isLessThan(answer.indexOf("\r\n\r\nfast"));
        }
    }

    @Test
    void aConnectionCarriesManyRequests() throws Exception {
        try (RunningServer server = RunningServer.recording(); Socket socket = server.connect()) {
            for (int i = 0; i < 5; i++) {
                socket.getOutputStream().write(("GET /n/" + i + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes());
                assertThat(RunningServer.readResponse(socket.getInputStream())).endsWith("GET /n/" + i + " 0\n");
            }
        }
    }

    @Test
    void http10IsClosedUnlessItAsksForMore() throws Exception {
        try (RunningServer server = RunningServer.recording()) {
            assertThat(server.exchange("GET /a HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ")
                    .containsIgnoringCase("connection: close");
            String answer = server.exchange("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /b HTTP/1.0\r\n\r\n");
            assertThat(answer).containsIgnoringCase("connection: keep-alive").endsWith("GET /b 0\n");
        }
    }

    @Test
    void requestsOnDifferentConnectionsRunConcurrently() throws Exception {
        LoopThread.run(() -> {
            AtomicInteger inside = new AtomicInteger();
            Event all = new Event();
            Routes routes = new Routes().get("/meet", request -> {
                if (inside.incrementAndGet() == 10) {
                    all.set();
                }
                all.waitFor().await();
                return Response.text("met");
            });
            AsyncWith.asyncWith(new HttpServer(routes, ANY_PORT), server -> {
                try (HttpClient client = HttpClient.create()) {
                    List<Task<HttpResponse>> tasks = new ArrayList<>();
                    for (int i = 0; i < 10; i++) {
                        tasks.add(Task.create(client.get(server.url() + "/meet")));
                    }
                    for (Task<HttpResponse> task : tasks) {
                        assertThat(task.await().text()).isEqualTo("met");
                    }
                }
            });
        });
    }

    @Test
    void handlersSeeTheWholeRequest() throws Exception {
        LoopThread.run(() -> {
            Routes routes = new Routes().post("/echo/{what}", request -> Response
                    .text(request.method() + " " + request.path() + " " + request.query().orElse("-") + " "
                            + request.pathValue("what") + " " + request.headers().get("X-Test") + " " + request.text()
                            + " " + request.host() + " " + request.peer().startsWith("127.0.0.1:"))
                    .withHeader("X-Reply", "yes").withStatus(201));
            AsyncWith.asyncWith(new HttpServer(routes, ANY_PORT), server -> {
                try (HttpClient client = HttpClient.create()) {
                    HttpResponse response = client.request("post", server.url() + "/echo/th%20is?q=1")
                            .header("X-Test", "v").body("b\u00f6dy").await();
                    assertThat(response.text()).isEqualTo("POST /echo/th%20is q=1 th is v b\u00f6dy 127.0.0.1:"
                            + server.port() + " true");
                    assertThat(response.status().code()).isEqualTo(201);
                    assertThat(response.headers().get("x-reply")).isEqualTo("yes");
                }
            });
        });
    }

    @Test
    void contentTypesFollowTheKindOfBody() {
        assertThat(Response.text("").headers()).isEqualTo(Headers.of("Content-Type", "text/plain; charset=utf-8"));
        assertThat(Response.html("").headers()).isEqualTo(Headers.of("Content-Type", "text/html; charset=utf-8"));
        assertThat(Response.json("{}").headers()).isEqualTo(Headers.of("Content-Type", "application/json"));
        assertThat(Response.bytes("a/b", new byte[]{1}).body()).containsExactly(1);
        assertThat(Response.redirect("/x").status().code()).isEqualTo(302);
        assertThat(Response.status(404).body()).asString().isEqualTo("404 Not Found\n");
    }

    @Test
    void theServerListensOnLoopbackByDefault() throws Exception {
        assertThat(ServerOptions.DEFAULT.host()).isEqualTo("127.0.0.1");
        try (RunningServer server = RunningServer.recording(); Socket socket = server.connect()) {
            assertThat(socket.getInetAddress().isLoopbackAddress()).isTrue();
        }
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> LoopThread.run(() -> new HttpServer(new Routes(),
                    ServerOptions.DEFAULT.withPort(taken.getLocalPort())).start().await()))
                    .isInstanceOf(BindException.class)
                    .hasMessage("listen on 127.0.0.1:" + taken.getLocalPort() + " failed: address already in use; "
                            + "choose another port or stop the program that has it");
        }
    }

    @Test
    void anAddressOfAnotherMachineIsNotBlamedOnAnotherServer() throws Exception {
        LoopThread.run(() -> assertThatThrownBy(
                () -> new HttpServer(new Routes(), ANY_PORT.withHost("192.0.2.1")).start().await())
                .isInstanceOf(BindException.class)
                .hasMessage("listen on 192.0.2.1:0 failed: cannot assign requested address; "
                        + "give an address of this machine and a port that the program may have"));
    }

    @Test
    void aStarIsEveryAddressOfThisMachine() throws Exception {
        LoopThread.run(() -> AsyncWith.asyncWith(new HttpServer(new Routes(), ANY_PORT.withHost("*")),
                server -> new Socket(InetAddress.getLoopbackAddress(), server.port()).close()));
    }

    @Test
    void startingTwiceIsRefused() throws Exception {
        LoopThread.run(() -> AsyncWith.asyncWith(new HttpServer(new Routes(), ANY_PORT),
                server -> assertThatThrownBy(() -> server.start().await()).isInstanceOf(IllegalStateException.class)
                        .hasMessage("server was started already; create another one")));
    }

    @Test
    void thePortOfAServerThatDoesNotListenIsAnError() {
        assertThatThrownBy(() -> new HttpServer(new Routes()).port()).isInstanceOf(IllegalStateException.class)
                .hasMessage("server does not listen yet; await start() first");
    }

    /// Answers once it may go on, and says when it has begun to.
    private static HttpServer finishing(Event begun, Event go) {
        return new HttpServer(new Routes().get("/", request -> {
            begun.set();
            go.waitFor().await();
            return Response.text("finished");
        }), ANY_PORT);
    }

    @Test
    void stoppingLetsARunningRequestFinishAndRefusesNewOnes() throws Exception {
        LoopThread.run(() -> {
            Event begun = new Event();
            Event go = new Event();
            HttpServer server = finishing(begun, go);
            server.start().await();
            int port = server.port();
            try (HttpClient client = HttpClient.create()) {
                Task<HttpResponse> request = Task.create(client.get(server.url() + "/"));
                begun.waitFor().await();
                Task<Void> stop = Task.create(server.stop());
                Sleep.sleep(0).await();
                Sleep.sleep(0).await();
                assertThat(stop.isDone()).isFalse();
                assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                        .isInstanceOf(ConnectException.class);
                go.set();
                HttpResponse response = request.await();
                assertThat(response.text()).isEqualTo("finished");
                assertThat(response.headers().lists("Connection", "close")).isTrue();
                stop.await();
                assertThat(server.connections()).isZero();
            }
        });
    }

    @Test
    void aSecondStopWaitsForTheFirst() throws Exception {
        LoopThread.run(() -> {
            Event begun = new Event();
            Event go = new Event();
            HttpServer server = finishing(begun, go);
            server.start().await();
            try (HttpClient client = HttpClient.create()) {
                Task<HttpResponse> request = Task.create(client.get(server.url() + "/"));
                begun.waitFor().await();
                Task<Void> first = Task.create(server.stop());
                Task<Void> second = Task.create(server.stop());
                Task<Void> third = Task.create(server.stop());
                Sleep.sleep(0).await();
                Sleep.sleep(0).await();
                assertThat(second.isDone()).isFalse();
                third.cancel();
                assertThatThrownBy(third::await).isInstanceOf(CancelledError.class);
                go.set();
                second.await();
                assertThat(first.isDone()).isTrue();
                assertThat(server.connections()).isZero();
                assertThat(request.await().text()).isEqualTo("finished");
                server.stop().await();
            }
        });
    }

    @Test
    void aHandlerMayStopItsServerByATaskOnly() throws Exception {
        LoopThread.run(() -> {
            HttpServer[] self = new HttpServer[1];
            List<String> refusals = new ArrayList<>();
            HttpServer server = new HttpServer(new Routes().get("/", request -> {
                try {
                    self[0].stop().await();
                } catch (IllegalStateException refusal) {
                    refusals.add(refusal.getMessage());
                }
                Task.create(self[0].stop());
                return Response.text("bye");
            }), ANY_PORT);
            self[0] = server;
            Task<Void> serving = Task.create(server.serveForever());
            try (HttpClient client = HttpClient.create()) {
                while (!isListening(server)) {
                    Sleep.sleep(0.001).await();
                }
                assertThat(client.get(server.url() + "/").await().text()).isEqualTo("bye");
                serving.await();
                assertThat(refusals).singleElement().asString().endsWith("createTask(server.stop())");
            }
        });
    }

    @Test
    void aStopThatIsCancelledBreaksOffAndLetsOthersGoOn() throws Exception {
        LoopThread.run(() -> {
            Event begun = new Event();
            HttpServer server = new HttpServer(new Routes().get("/", request -> {
                begun.set();
                return new Future<Response>().await();
            }), ANY_PORT);
            Task<Void> serving = Task.create(server.serveForever());
            try (HttpClient client = HttpClient.create()) {
                while (!isListening(server)) {
                    Sleep.sleep(0.001).await();
                }
                Task<HttpResponse> request = Task.create(client.get(server.url() + "/"));
                begun.waitFor().await();
                Task<Void> first = Task.create(server.stop());
                Task<Void> second = Task.create(server.stop());
                Sleep.sleep(0).await();
                Sleep.sleep(0).await();
                first.cancel();
                second.await();
                serving.await();
                assertThat(first.isCancelled()).isTrue();
                assertThatThrownBy(request::await).isInstanceOf(io.asyncio4j.http.DisconnectedException.class);
            }
        });
    }

    @Test
    void aHostNameIsLookedUpByTheLoopsExecutor() throws Exception {
        LoopThread.run(() -> {
            List<Runnable> held = new ArrayList<>();
            DefaultExecutor.setDefaultExecutor(EventLoop.running(), new Holding(held));
            HttpServer server = new HttpServer(new Routes(), ANY_PORT.withHost("localhost"));
            Task<Void> start = Task.create(server.start());
            Sleep.sleep(0).await();
            assertThat(held).hasSize(1);
            assertThat(isListening(server)).isFalse();
            held.getFirst().run();
            start.await();
            assertThat(server.url()).startsWith("http://");
            server.stop().await();
        });
    }

    @Test
    void aServerThatIsStoppedWhileItStartsDoesNotListen() throws Exception {
        LoopThread.run(() -> {
            List<Runnable> held = new ArrayList<>();
            DefaultExecutor.setDefaultExecutor(EventLoop.running(), new Holding(held));
            HttpServer server = new HttpServer(new Routes(), ANY_PORT.withHost("localhost"));
            Task<Void> start = Task.create(server.start());
            Sleep.sleep(0).await();
            server.stop().await();
            held.getFirst().run();
            assertThatThrownBy(start::await).isInstanceOf(IllegalStateException.class)
                    .hasMessage("server was stopped while it started: localhost:0; create another one");
            assertThat(isListening(server)).isFalse();
        });
    }

    @Test
    void stoppingClosesIdleConnectionsAtOnce() throws Exception {
        LoopThread.run(() -> {
            HttpServer server = new HttpServer(new Routes().get("/", request -> Response.text("x")), ANY_PORT);
            server.start().await();
            try (HttpClient client = HttpClient.create()) {
                client.get(server.url() + "/").await();
                assertThat(server.connections()).isEqualTo(1);
                server.stop().await();
                assertThat(server.connections()).isZero();
            }
        });
    }

    @Test
    void requestsThatDoNotEndInTimeAreCancelled() throws Exception {
        LoopThread.run(() -> {
            List<String> log = new ArrayList<>();
            Event begun = new Event();
            HttpServer server = new HttpServer(new Routes().get("/", request -> {
                begun.set();
                try {
                    new Future<Void>().await();
                } catch (CancelledError e) {
                    log.add("cancelled");
                    throw e;
                }
                return Response.text("never");
            }), ANY_PORT.withStopTimeout(Duration.ofMillis(50)));
            server.start().await();
            try (HttpClient client = HttpClient.create()) {
                Task<HttpResponse> request = Task.create(client.get(server.url() + "/"));
                begun.waitFor().await();
                server.stop().await();
                assertThat(log).containsExactly("cancelled");
                assertThatThrownBy(request::await)
                        .isInstanceOf(io.asyncio4j.http.DisconnectedException.class);
            }
        });
    }

    @Test
    void serveForeverStopsTheServerWhenItIsCancelled() throws Exception {
        LoopThread.run(() -> {
            HttpServer server = new HttpServer(new Routes().get("/", request -> Response.text("x")), ANY_PORT);
            Task<Void> serving = Task.create(server.serveForever());
            try (HttpClient client = HttpClient.create()) {
                while (!isListening(server)) {
                    Sleep.sleep(0.001).await();
                }
                assertThat(client.get(server.url() + "/").await().text()).isEqualTo("x");
                serving.cancel();
                assertThatThrownBy(serving::await).isInstanceOf(CancelledError.class);
                assertThat(server.connections()).isZero();
            }
        });
    }

    @Test
    void aHandlerRunsOnWhenItsClientHasGone() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Routes routes = new Routes().get("/", request -> {
            begun.countDown();
            for (int i = 0; i < 20; i++) {
                Sleep.sleep(0.005).await();
            }
            ended.countDown();
            return Response.text("x");
        });
        try (RunningServer server = new RunningServer(routes)) {
            try (Socket socket = server.connect()) {
                socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes());
                assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(server.reported()).isEmpty();
        }
    }

    private static boolean isListening(HttpServer server) {
        try {
            return server.port() > 0;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /// Takes jobs and leaves it to the test to run them.
    private static final class Holding extends AbstractExecutorService {
        private final List<Runnable> held;

        Holding(List<Runnable> held) {
            this.held = held;
        }

        @Override
        public void execute(Runnable job) {
            held.add(job);
        }

        @Override
        public void shutdown() {
            // nothing runs here
        }

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return true;
        }

        @Override
        public boolean awaitTermination(long time, TimeUnit unit) {
            return true;
        }
    }
}
