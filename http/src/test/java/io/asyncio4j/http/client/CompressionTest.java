package io.asyncio4j.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.http.LoopThread;
import io.asyncio4j.http.PayloadException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class CompressionTest {

    private static byte[] gzip(byte[] data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(data);
        }
        return out.toByteArray();
    }

    private static HttpResponse get(String coding, byte[] body, ClientOptions options) throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            while (peer.read() != null) {
                peer.write("HTTP/1.1 200 OK\r\nContent-Encoding: " + coding + "\r\nContent-Length: " + body.length
                        + "\r\n\r\n");
                peer.write(body);
            }
        })) {
            return LoopThread.call(() -> {
                try (HttpClient client = new HttpClient(options)) {
                    client.get(server.url() + "/").await();
                    return client.get(server.url() + "/").await();
                }
            });
        }
    }

    @Test
    void gzipIsUndoneAndNoLongerAnnounced() throws Exception {
        HttpResponse response = get("gzip", gzip("hello".repeat(100_000).getBytes()), ClientOptions.DEFAULT);
        assertThat(response.text()).isEqualTo("hello".repeat(100_000));
        assertThat(response.headers().contains("Content-Encoding")).isFalse();
        assertThat(response.headers().contains("Content-Length")).isFalse();
    }

    @Test
    void anUnknownCodingIsLeftAsItIs() throws Exception {
        HttpResponse response = get("br", new byte[]{1, 2, 3}, ClientOptions.DEFAULT);
        assertThat(response.bytes()).containsExactly(1, 2, 3);
        assertThat(response.headers().get("Content-Encoding")).isEqualTo("br");
    }

    @Test
    void aBombIsRefusedAtTheBodyLimit() throws Exception {
        byte[] bomb = gzip(new byte[100 << 20]);
        assertThat(bomb.length).isLessThan(200_000);
        assertThatThrownBy(() -> get("gzip", bomb, ClientOptions.DEFAULT)).isInstanceOf(PayloadException.class)
                .hasMessageContaining("longer than the limit").hasMessageContaining("67108864");
    }

    @Test
    void aCompressedBodyThatIsCutOffIsAnError() throws Exception {
        byte[] whole = gzip("hello".getBytes());
        assertThatThrownBy(() -> get("gzip", Arrays.copyOf(whole, whole.length - 3), ClientOptions.DEFAULT))
                .isInstanceOf(PayloadException.class).hasMessageContaining("cut off");
    }

    @Test
    void aBodyThatIsNotWhatItsHeaderSaysIsAnError() {
        assertThatThrownBy(() -> get("gzip", "plain".getBytes(), ClientOptions.DEFAULT))
                .isInstanceOf(PayloadException.class).hasMessageContaining("not gzip although its header says so");
    }
}
