package io.asyncio4j.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.http.LoopThread;
import io.asyncio4j.http.ProtocolException;
import io.asyncio4j.http.TooManyRedirectsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectTest {

    /// Redirects /n to /n-1 until /0.
    private static ScriptedServer countdown() throws Exception {
        return new ScriptedServer(peer -> {
            for (String request = peer.read(); request != null; request = peer.read()) {
                int n = Integer.parseInt(request.substring(5, request.indexOf(' ', 5)));
                if (n == 0) {
                    peer.answer("end");
                } else {
                    peer.write("HTTP/1.1 302 Found\r\nLocation: /" + (n - 1) + "\r\nContent-Length: 0\r\n\r\n");
                }
            }
        });
    }

    private static ScriptedServer redirecting(int code, String location) throws Exception {
        return new ScriptedServer(peer -> {
            String request = peer.read();
            while (request != null) {
                if (request.contains(" /start ")) {
                    peer.write("HTTP/1.1 " + code + " Go\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");
                } else {
                    peer.answer("end");
                }
                request = peer.read();
            }
        });
    }

    private static HttpResponse get(String url, ClientOptions options) throws Exception {
        return LoopThread.call(() -> {
            try (HttpClient client = new HttpClient(options)) {
                return client.get(url).await();
            }
        });
    }

    @Test
    void tenMeansTen() throws Exception {
        try (ScriptedServer server = countdown()) {
            HttpResponse response = get(server.url() + "/10", ClientOptions.DEFAULT);
            assertThat(response.text()).isEqualTo("end");
            assertThat(response.history()).hasSize(10);
            assertThat(response.history().getFirst()).hasToString(server.url() + "/10");
            assertThat(response.url()).hasToString(server.url() + "/0");
            assertThatThrownBy(() -> get(server.url() + "/11", ClientOptions.DEFAULT))
                    .isInstanceOfSatisfying(TooManyRedirectsException.class, e -> {
                        assertThat(e).hasMessageContaining("more than 10 redirects");
                        assertThat(e.hops()).hasSize(11);
                    });
        }
    }

    @Test
    void zeroMeansNone() throws Exception {
        try (ScriptedServer server = countdown()) {
            HttpResponse response = get(server.url() + "/1", ClientOptions.DEFAULT.withMaxRedirects(0));
            assertThat(response.status().code()).isEqualTo(302);
        }
    }

    @ParameterizedTest
    @CsvSource({"301, POST, GET, 0", "302, POST, GET, 0", "303, POST, GET, 0", "307, POST, POST, 4",
            "308, POST, POST, 4", "301, PUT, PUT, 4", "303, PUT, GET, 0", "303, DELETE, GET, 0", "303, HEAD, HEAD, 0",
            "302, HEAD, HEAD, 0"})
    void methodAndBodyFollowTheStatus(int code, String method, String expected, int body) throws Exception {
        try (ScriptedServer server = redirecting(code, "/end")) {
            LoopThread.run(() -> {
                try (HttpClient client = HttpClient.create()) {
                    HttpRequest request = client.request(method, server.url() + "/start");
                    (method.equals("HEAD") || method.equals("DELETE") ? request : request.body("body")).await();
                }
            });
            String second = server.requests().get(1);
            assertThat(second).startsWith(expected + " /end HTTP/1.1\r\n");
            assertThat(second.length() - second.indexOf("\r\n\r\n") - 4).isEqualTo(body);
            assertThat(second.contains("Content-Type")).isEqualTo(body > 0);
        }
    }

    @Test
    void secretsStayWithTheirOrigin() throws Exception {
        try (ScriptedServer other = ScriptedServer.answering("end");
                ScriptedServer server = redirecting(302, other.url() + "/end")) {
            LoopThread.run(() -> {
                try (HttpClient client = HttpClient.create()) {
                    client.get(server.url() + "/start").header("Authorization", "Basic x").header("Cookie", "a=1")
                            .header("Proxy-Authorization", "y").header("X-Api-Key", "z").header("cookie", "b=2")
                            .header("X-Plain", "kept").await();
                }
            });
            assertThat(server.requests().getFirst()).contains("Authorization: Basic x", "Cookie: a=1", "cookie: b=2");
            assertThat(other.requests().getFirst()).doesNotContainIgnoringCase("authorization")
                    .doesNotContainIgnoringCase("cookie").doesNotContainIgnoringCase("x-api-key")
                    .contains("X-Plain: kept").contains("Host: 127.0.0.1:" + other.port());
        }
    }

    @Test
    void secretsGoAlongWithinTheOrigin() throws Exception {
        try (ScriptedServer server = redirecting(302, "/end")) {
            LoopThread.run(() -> {
                try (HttpClient client = HttpClient.create()) {
                    client.get(server.url() + "/start").header("Authorization", "Basic x").await();
                }
            });
            assertThat(server.requests().get(1)).contains("Authorization: Basic x");
        }
    }

    @Test
    void aBodyIsNeverResentToAnotherOrigin() throws Exception {
        try (ScriptedServer other = ScriptedServer.answering("end");
                ScriptedServer server = redirecting(307, other.url() + "/end")) {
            assertThatThrownBy(() -> LoopThread.run(() -> {
                try (HttpClient client = HttpClient.create()) {
                    client.request("POST", server.url() + "/start").body("secret").await();
                }
            })).isInstanceOf(ProtocolException.class).hasMessageContaining("to another origin: " + other.url());
            assertThat(other.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://x/", "file:///etc/passwd", "javascript:alert(1)", "http://", "http://x:0/", "//"})
    void targetsThatAreNoHttpAddressesAreErrors(String location) throws Exception {
        try (ScriptedServer server = redirecting(302, location)) {
            assertThatThrownBy(() -> get(server.url() + "/start", ClientOptions.DEFAULT))
                    .isInstanceOf(ProtocolException.class).hasMessageContaining("the redirect leads nowhere: ");
        }
    }

    @Test
    void spacesAndRawBytesInATargetAreEncoded() throws Exception {
        try (ScriptedServer server = redirecting(302, "/a b/\u00c3\u00a4")) {
            assertThat(get(server.url() + "/start", ClientOptions.DEFAULT).url())
                    .hasToString(server.url() + "/a%20b/%C3%A4");
        }
    }

    @Test
    void aRedirectWithoutTargetIsTheResponse() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.read();
            peer.write("HTTP/1.1 302 Found\r\nContent-Length: 3\r\n\r\nwhy");
        })) {
            assertThat(get(server.url() + "/", ClientOptions.DEFAULT).text()).isEqualTo("why");
        }
    }
}
