package io.asyncio4j.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.coroutine.AsyncWith;
import io.asyncio4j.http.LoopThread;
import io.asyncio4j.thread.ToThread;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// curl, which is not ours, as the server's client.
class CurlTest {
    private static final Routes ROUTES = new Routes()
            .get("/hello", request -> Response.text("hello " + request.queryValue("name").orElse("nobody")))
            .get("/big", _ -> Response.bytes("application/octet-stream", new byte[3_000_000]))
            .get("/moved", _ -> Response.redirect("/hello?name=moved"))
            .post("/length", request -> Response.text(Integer.toString(request.bytes().length)));

    @TempDir
    Path directory;

    @BeforeAll
    static void curlIsInstalled() {
        assumeTrue(Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(place -> new File(place, "curl").canExecute()), "curl is not installed");
    }

    private static String curl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("curl", "--silent", "--show-error", "--max-time", "40",
                "--noproxy", "*"));
        command.addAll(List.of(arguments));
        return ToThread.toThread(() -> {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String all = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            process.waitFor();
            return all;
        }).await();
    }

    private interface Body {
        void with(String url) throws Exception;
    }

    private static void serving(Body body) throws Exception {
        LoopThread.run(() -> AsyncWith.asyncWith(new HttpServer(ROUTES, ServerOptions.DEFAULT.withPort(0)),
                server -> body.with(server.url())));
    }

    @Test
    void getsHeadsAndRedirectsAreAnswered() throws Exception {
        serving(url -> {
            assertThat(curl(url + "/hello?name=curl")).isEqualTo("hello curl");
            assertThat(curl("--http1.0", url + "/hello")).isEqualTo("hello nobody");
            assertThat(curl("--head", url + "/hello")).startsWith("HTTP/1.1 200").containsIgnoringCase(
                    "content-length: 12");
            assertThat(curl("--location", url + "/moved")).isEqualTo("hello moved");
            assertThat(curl("--output", "/dev/null", "--write-out", "%{http_code}", url + "/nothing"))
                    .isEqualTo("404");
        });
    }

    @Test
    void oneConnectionServesSeveralRequests() throws Exception {
        serving(url -> assertThat(curl("--write-out", " by %{num_connects};", url + "/hello?name=1", "--next",
                "--silent", "--noproxy", "*", "--write-out", " by %{num_connects};", url + "/hello?name=2"))
                .isEqualTo("hello 1 by 1;hello 2 by 0;"));
    }

    @Test
    void megabytesGoDownAndUpWithAndWithoutChunksAndContinue() throws Exception {
        Path file = Files.write(directory.resolve("body"), new byte[900_000]);
        serving(url -> {
            assertThat(curl("--output", "/dev/null", "--write-out", "%{size_download}", url + "/big"))
                    .isEqualTo("3000000");
            assertThat(curl("--limit-rate", "20M", "--output", "/dev/null", "--write-out", "%{size_download}",
                    url + "/big")).isEqualTo("3000000");
            assertThat(curl("--data-binary", "@" + file, url + "/length")).isEqualTo("900000");
            assertThat(curl("--data-binary", "@" + file, "--header", "Transfer-Encoding: chunked", "--header",
                    "Expect: 100-continue", url + "/length")).isEqualTo("900000");
        });
    }
}
