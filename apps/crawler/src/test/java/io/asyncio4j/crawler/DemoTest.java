package io.asyncio4j.crawler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a user of the command sees: what it writes, what it says, how it ends. The foreign sites are the JDK's server.
class DemoTest {

    @TempDir
    Path directory;

    private HttpServer site;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);

    @AfterEach
    void stopSite() {
        if (site != null) {
            site.stop(0);
        }
    }

    private String site(Answer answer) throws IOException {
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", exchange -> {
            try (exchange) {
                asked.add(exchange.getRequestURI().getPath());
                answer.to(exchange);
            }
        });
        site.setExecutor(command -> Thread.ofVirtual().start(command));
        site.start();
        return "http://127.0.0.1:" + site.getAddress().getPort() + "/";
    }

    private void awaitTheEnd() {
        try {
            over.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @FunctionalInterface
    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private static void send(HttpExchange exchange, int status, String html) throws IOException {
        byte[] body = html.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private static String quote(String text, String author) {
        return "<div class=quote><span class=text itemprop=text>" + text + "</span><small class=author itemprop=author>"
                + author + "</small></div>";
    }

    @Test
    void theBuiltInSiteGivesAHundredQuotationsAndTheTimeASequentialCrawlWouldTake() throws Exception {
        Demo demo = Demo.run(directory);
        assertThat(demo.err()).doesNotContain("WARNING");
        assertThat(demo.status()).isZero();
        assertThat(demo.out()).contains("100 quotes", "One request after the other", "Results saved to quotes.txt");
        assertThat(Files.readAllLines(directory.resolve("quotes.txt"))).hasSize(100)
                .allMatch(line -> line.contains(" by "));
    }

    @Test
    void jsonLinesHoldTextAndAuthor() throws Exception {
        String url = site(exchange -> send(exchange, exchange.getRequestURI().getPath().equals("/") ? 200 : 404,
                quote("“Say \"less\".”", "A. Nobody")));
        Demo demo = Demo.run(directory, "--json", "-o", "found.jsonl", url);
        assertThat(demo.status()).as(demo.err()).isZero();
        assertThat(demo.out()).contains("Total time").as("two requests cannot be faster together")
                .doesNotContain("One request after the other");
        assertThat(Files.readAllLines(directory.resolve("found.jsonl"))).singleElement().asString()
                .contains("Say \\\"less\\\".", "A. Nobody").startsWith("{").endsWith("}");
    }

    @Test
    void linksToNowhereAreToldAndLeaveTheJobDone() throws Exception {
        String url = site(exchange -> {
            boolean start = exchange.getRequestURI().getPath().equals("/");
            send(exchange, start ? 200 : 404, start ? "<a href=/gone>x</a>" + quote("a", "b") : "no");
        });
        Demo demo = Demo.run(directory, url);
        assertThat(demo.status()).as(demo.err()).isZero();
        assertThat(demo.out() + demo.err()).contains("404").contains("1 link to pages that do not exist");
    }

    @Test
    void brokenHtmlIsToldAndTheRestIsKept() throws Exception {
        String url = site(exchange -> send(exchange, exchange.getRequestURI().getPath().equals("/") ? 200 : 404,
                "<div class=quote><span class=text itemprop=text>lonely</span></div><p>" + quote("kept", "somebody")));
        Demo demo = Demo.run(directory, url);
        assertThat(demo.out() + demo.err()).contains("broken HTML");
        assertThat(Files.readString(directory.resolve("quotes.txt"))).contains("kept by somebody");
    }

    @Test
    void aServerThatIsBusyAtFirstIsAskedAgain() throws Exception {
        AtomicInteger visits = new AtomicInteger();
        String url = site(exchange -> {
            if (!exchange.getRequestURI().getPath().equals("/")) {
                send(exchange, 404, "");
            } else if (visits.getAndIncrement() == 0) {
                exchange.getResponseHeaders().set("Retry-After", "0");
                send(exchange, 503, "");
            } else {
                send(exchange, 200, quote("patience", "a server"));
            }
        });
        Demo demo = Demo.run(directory, url);
        assertThat(demo.status()).as(demo.err()).isZero();
        assertThat(visits).hasValue(2);
    }

    @Test
    void robotsAreObeyedAndOtherHostsLeftAlone() throws Exception {
        String url = site(exchange -> {
            switch (exchange.getRequestURI().getPath()) {
                case "/robots.txt" -> send(exchange, 200, "User-agent: *\nDisallow: /private\n");
                case "/" -> send(exchange, 200,
                        "<a href=/private/x>p</a><a href='http://127.0.0.1:1/elsewhere'>e</a>" + quote("a", "b"));
                default -> send(exchange, 404, "");
            }
        });
        Demo demo = Demo.run(directory, url);
        assertThat(demo.status()).as(demo.err()).isZero();
        assertThat(asked).contains("/robots.txt", "/").doesNotContain("/private/x");
        assertThat(demo.err()).doesNotContain("127.0.0.1:1/");
        assertThat(demo.out()).contains("1 page left out because robots.txt asks for it");
    }

    @Test
    void wrongWordsAreRefusedInOneLine() throws Exception {
        for (List<String> words : List.of(List.of("notaurl"), List.of("ftp://host/"), List.of("--bogus"),
                List.of("--concurrency", "0"), List.of("-o", "/nowhere/at/all.txt"))) {
            Demo demo = Demo.run(directory, words.toArray(String[]::new));
            assertThat(demo.status()).as(words.toString()).isEqualTo(2);
            assertThat(demo.err().lines()).first().asString().startsWith("demo: ").hasSizeLessThanOrEqualTo(80);
        }
    }

    @Test
    void aRefusedConnectionIsToldWithTheAddress() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Demo demo = Demo.run(directory, "http://127.0.0.1:" + port + "/");
        assertThat(demo.status()).isEqualTo(1);
        assertThat(demo.err()).contains("connection refused").contains(":" + port);
    }

    @Test
    void aHostThatSaysNothingIsAskedOnce() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Demo demo = Demo.run(directory, "--timeout", "0.5", "http://127.0.0.1:" + silent.getLocalPort() + "/");
            assertThat(demo.status()).isEqualTo(1);
            assertThat(demo.err()).contains("timed out while ");
            silent.setSoTimeout(1);
            assertThatThrownBy(() -> {
                silent.accept().close(); // if the machine was quick enough to connect at all
                silent.accept().close();
            }).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aHostThatStopsAnsweringIsSoonAskedNoMore() throws Exception {
        StringBuilder links = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            links.append("<a href=/").append(i).append(">x</a>");
        }
        String url = site(exchange -> {
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/") || path.equals("/robots.txt")) {
                send(exchange, path.equals("/") ? 200 : 404, links.toString());
            } else {
                exchange.getRequestBody().readAllBytes(); // and the exchange stays open
                asked.add("silence");
                awaitTheEnd();
            }
        });
        Demo demo = Demo.run(directory, "--timeout", "5", url);
        over.countDown();
        assertThat(demo.status()).isEqualTo(1);
        assertThat(demo.err()).contains("the host has stopped answering", "incomplete: 100 pages");
        assertThat(asked).hasSizeLessThanOrEqualTo(2 + 2 * 20);
    }

    @Test
    void whatIsWaitedForIsShownMeanwhile() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + silent.getLocalPort();
            Process waiting = Demo.start(directory, "--timeout", "3600", url + "/");
            try {
                while (waiting.isAlive()
                        && !Files.readString(directory.resolve("err")).contains("waiting for " + url)) {
                    Thread.onSpinWait();
                }
                assertThat(waiting.isAlive()).as("it waits").isTrue();
            } finally {
                waiting.destroyForcibly();
            }
        }
    }

    @Test
    void aFullDiskIsToldAndWhatWasFetchedIsKept() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "this system has no /dev/full");
        String url = site(exchange -> send(exchange, exchange.getRequestURI().getPath().equals("/") ? 200 : 404,
                quote("precious", "somebody")));
        Demo demo = Demo.run(directory, "-o", "/dev/full", url);
        assertThat(demo.status()).isEqualTo(1);
        assertThat(demo.err()).contains("cannot write /dev/full", "what was fetched is kept in ");
        String kept = demo.err().lines().filter(line -> line.contains("is kept in ")).findFirst().orElseThrow();
        Path rescued = Path.of(kept.substring(kept.indexOf("is kept in ") + "is kept in ".length()));
        assertThat(Files.readString(rescued)).contains("precious by somebody");
        Files.delete(rescued);
    }
}
