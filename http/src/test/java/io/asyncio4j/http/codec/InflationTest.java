package io.asyncio4j.http.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InflationTest {

    private static final byte[] TEXT = "hello, hello, hello".repeat(500).getBytes(StandardCharsets.US_ASCII);

    static byte[] gzip(byte[] data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(data);
        }
        return out.toByteArray();
    }

    private static byte[] deflate(byte[] data, boolean raw) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream zip = new DeflaterOutputStream(out, new Deflater(9, raw))) {
            zip.write(data);
        }
        return out.toByteArray();
    }

    private static byte[] inflate(String coding, byte[] data, int piece, long limit) throws Exception {
        BodyBuffer out = new BodyBuffer(limit);
        try (Inflation inflation = Inflation.of(coding, out)) {
            for (int at = 0; at < data.length; at += piece) {
                inflation.feed(Arrays.copyOfRange(data, at, Math.min(at + piece, data.length)));
            }
            inflation.finish();
        }
        return out.take();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100, 1_000_000})
    void gzipComesOutWholeHoweverItIsCut(int piece) throws Exception {
        assertThat(inflate("gzip", gzip(TEXT), piece, 1 << 20)).isEqualTo(TEXT);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1_000_000})
    void deflateComesWithAndWithoutZlibHeader(int piece) throws Exception {
        assertThat(inflate("deflate", deflate(TEXT, false), piece, 1 << 20)).isEqualTo(TEXT);
        assertThat(inflate("Deflate ", deflate(TEXT, true), piece, 1 << 20)).isEqualTo(TEXT);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000_000})
    void membersOfGzipFollowEachOther(int piece) throws Exception {
        ByteArrayOutputStream two = new ByteArrayOutputStream();
        two.write(gzip("one ".getBytes(StandardCharsets.US_ASCII)));
        two.write(gzip("two".getBytes(StandardCharsets.US_ASCII)));
        assertThat(inflate("x-gzip", two.toByteArray(), piece, 100)).asString().isEqualTo("one two");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000_000})
    void optionalPartsOfTheGzipHeaderAreSkipped(int piece) throws Exception {
        byte[] plain = gzip(TEXT);
        ByteArrayOutputStream full = new ByteArrayOutputStream();
        full.write(new byte[]{0x1f, (byte) 0x8b, 8, 4 | 8 | 16 | 2, 0, 0, 0, 0, 0, 0});
        full.write(new byte[]{3, 0, 'x', 'y', 'z'});
        full.write("name\0comment\0".getBytes(StandardCharsets.US_ASCII));
        full.write(new byte[]{1, 2});
        full.write(plain, 10, plain.length - 10);
        assertThat(inflate("gzip", full.toByteArray(), piece, 1 << 20)).isEqualTo(TEXT);
    }

    @Test
    void anEmptyBodyIsWhole() throws Exception {
        assertThat(inflate("gzip", new byte[0], 1, 1)).isEmpty();
    }

    @Test
    void aBombStopsAtTheLimit() throws Exception {
        byte[] bomb = gzip(new byte[50_000_000]);
        assertThat(bomb.length).isLessThan(100_000);
        assertThatThrownBy(() -> inflate("gzip", bomb, 8192, 1 << 20)).isInstanceOf(Inflation.Failure.class)
                .hasMessageContaining("longer than the limit");
    }

    @Test
    void bodiesThatAreCutOffAreNoticed() throws Exception {
        byte[] whole = gzip(TEXT);
        for (int length : new int[]{1, 5, 10, 20, whole.length - 8, whole.length - 1}) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> inflate("gzip", part, 4096, 1 << 20)).as("first %d bytes", length)
                    .isInstanceOf(Inflation.Failure.class).hasMessageContaining("cut off");
        }
    }

    @Test
    void damageIsNoticed() throws Exception {
        byte[] whole = gzip(TEXT);
        byte[] checksum = whole.clone();
        checksum[whole.length - 8] ^= 1;
        assertThatThrownBy(() -> inflate("gzip", checksum, 4096, 1 << 20)).hasMessageContaining("checksum");
        byte[] length = whole.clone();
        length[whole.length - 1] ^= 1;
        assertThatThrownBy(() -> inflate("gzip", length, 4096, 1 << 20)).hasMessageContaining("checksum");
        assertThatThrownBy(() -> inflate("gzip", "hello world".getBytes(), 4096, 1 << 20))
                .hasMessageContaining("not gzip");
        byte[] data = whole.clone();
        Arrays.fill(data, 12, 20, (byte) 0xff);
        assertThatThrownBy(() -> inflate("gzip", data, 4096, 1 << 20)).isInstanceOf(Inflation.Failure.class);
    }
}
