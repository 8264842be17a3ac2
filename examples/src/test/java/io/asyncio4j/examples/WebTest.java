package io.asyncio4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Articles 003, section 5, and 004: what speaks HTTP, against the JDK's own server.
class WebTest {
    private final List<String> agents = new CopyOnWriteArrayList<>();
    private HttpServer site;
    private String address;

    @BeforeEach
    void open() throws IOException {
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        for (int page = 1; page <= 5; page++) {
            serve("/page/" + page + "/", """
                    <html><head><title>Page %1$d</title></head><body>
                    <span class="text" itemprop="text">“First of %1$d”</span>
                    <small class="author" itemprop="author">Author %1$d</small>
                    <span class="text" itemprop="text">“Second of %1$d”</span>
                    <small class="author" itemprop="author">Émile %1$d</small>
                    </body></html>
                    """.formatted(page));
        }
        serve("/plain", "no title here");
        site.start();
        address = "http://127.0.0.1:" + site.getAddress().getPort();
    }

    @AfterEach
    void close() {
        site.stop(0);
    }

    private void serve(String path, String text) {
        site.createContext(path, exchange -> answer(exchange, text));
    }

    private void answer(HttpExchange exchange, String text) throws IOException {
        agents.add(exchange.getRequestHeaders().getFirst("User-Agent"));
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    @Shows("003-coroutines-and-asyncio/AsyncQuotesCrawler.java")
    void theCrawlerSavesTheQuotationsInTheOrderOfThePages(@TempDir Path scratch) throws Exception {
        Path file = scratch.resolve("quotes.txt");
        Shown shown =
                Example.of("003-coroutines-and-asyncio/AsyncQuotesCrawler.java").arguments(address, file).inRealTime()
                        .run();
        assertThat(shown.lines()).matches("Total time: \\d+\\.\\d\\d s\nResults saved to .*quotes\\.txt");
        assertThat(Files.readAllLines(file)).containsExactly(
                "“First of 1” by Author 1", "“Second of 1” by Émile 1",
                "“First of 2” by Author 2", "“Second of 2” by Émile 2",
                "“First of 3” by Author 3", "“Second of 3” by Émile 3",
                "“First of 4” by Author 4", "“Second of 4” by Émile 4",
                "“First of 5” by Author 5", "“Second of 5” by Émile 5");
    }

    @Test
    @Shows("004-overview/RequestPage.java")
    void aRequestCarriesItsHeaders() throws Exception {
        Shown shown = Example.of("004-overview/RequestPage.java").arguments(address + "/plain").inRealTime().run();
        assertThat(shown.lines()).isEqualTo("200 OK\nno title here");
        assertThat(agents).containsExactly("Mozilla/5.0");
    }

    @Test
    @Shows("004-overview/TitlesInAnotherThread.java")
    void aLoopInAnotherThreadFetchesWhatTheMainThreadReads() throws Exception {
        Shown shown = Example.of("004-overview/TitlesInAnotherThread.java")
                .keyboard(String.join("\n", address + "/page/3/", address + "/plain", "nonsense", "q", "")).inRealTime()
                .run();
        assertThat(Arrays.asList(shown.lines().split("\n"))).containsExactlyInAnyOrder(
                "请输入完整url如https://t.com",
                "请输入完整url如https://t.com",
                "请输入完整url如https://t.com",
                "请输入完整url如https://t.com",
                address + "/page/3/: 解析网页标题为 Page 3",
                address + "/plain: 解析不到网页标题",
                "nonsense: address has no scheme: nonsense; write http://... or https://...");
        assertThat(shown.loops()).singleElement().matches(loop -> loop.isClosed());
    }

    @Test
    @Shows("004-overview/TitlesFromTheKeyboard.java")
    void aLoopFetchesWhatItReadsItself() throws Exception {
        Shown shown = Example.of("004-overview/TitlesFromTheKeyboard.java")
                .keyboard(String.join("\n", address + "/page/3/", address + "/plain", "nonsense", "q", "")).inRealTime()
                .run();
        assertThat(Arrays.asList(shown.lines().split("\n"))).containsExactlyInAnyOrder(
                "请输入完整url如https://t.com",
                "请输入完整url如https://t.com",
                "请输入完整url如https://t.com",
                "请输入完整url如https://t.com",
                address + "/page/3/: 解析网页标题为 Page 3",
                address + "/plain: 解析不到网页标题",
                "nonsense: address has no scheme: nonsense; write http://... or https://...");
    }
}
