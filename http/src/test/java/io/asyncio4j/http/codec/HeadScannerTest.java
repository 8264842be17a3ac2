package io.asyncio4j.http.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.http.HttpLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HeadScannerTest {

    private static final HttpLimits SMALL = new HttpLimits(20, 10, 3, 25, 0);

    private static String scan(String head) {
        HeadScanner scanner = new HeadScanner(SMALL, true);
        ByteBuf in = Unpooled.copiedBuffer(head, StandardCharsets.ISO_8859_1);
        HeadScanner.Outcome whole = scanner.scan(in);
        String byteByByte = oneByOne(head);
        String result = whole == HeadScanner.Outcome.REFUSED
                ? scanner.refusal().status().code() + " " + scanner.refusal().reason()
                : whole.toString();
        assertThat(byteByByte).as("the same, byte by byte").isEqualTo(result);
        return result;
    }

    private static String oneByOne(String head) {
        HeadScanner scanner = new HeadScanner(SMALL, true);
        ByteBuf in = Unpooled.buffer();
        HeadScanner.Outcome outcome = HeadScanner.Outcome.MORE;
        for (int i = 0; i < head.length() && outcome == HeadScanner.Outcome.MORE; i++) {
            in.writeByte(head.charAt(i));
            outcome = scanner.scan(in);
        }
        return outcome == HeadScanner.Outcome.REFUSED
                ? scanner.refusal().status().code() + " " + scanner.refusal().reason()
                : outcome.toString();
    }

    @Test
    void aWholeHeadIsComplete() {
        assertThat(scan("GET / HTTP/1.1\r\nA: b\r\n\r\n")).isEqualTo("COMPLETE");
        assertThat(scan("\r\nGET / HTTP/1.1\r\n\r\n")).isEqualTo("COMPLETE");
    }

    @Test
    void aPartOfAHeadNeedsMore() {
        assertThat(scan("")).isEqualTo("MORE");
        assertThat(scan("GET / HTTP/1.1\r\nA: b\r\n\r")).isEqualTo("MORE");
    }

    @Test
    void bytesBehindTheHeadAreLeftAlone() {
        HeadScanner scanner = new HeadScanner(SMALL, true);
        ByteBuf in = Unpooled.copiedBuffer("GET / HTTP/1.1\r\n\r\n\u0000\u0000", StandardCharsets.ISO_8859_1);
        assertThat(scanner.scan(in)).isEqualTo(HeadScanner.Outcome.COMPLETE);
        assertThat(in.readerIndex()).isZero();
    }

    @Test
    void limitsHoldToTheByte() {
        assertThat(scan("GET /234567 HTTP/1.1\r\n\r\n")).isEqualTo("COMPLETE");
        assertThat(scan("GET /2345678 HTTP/1.1")).isEqualTo("414 first line is longer than 20 bytes");
        assertThat(scan("GET / HTTP/1.1\r\nA: 4567890\r\n\r\n")).isEqualTo("COMPLETE");
        assertThat(scan("GET / HTTP/1.1\r\nA: 45678901")).isEqualTo("431 header field is longer than 10 bytes");
        assertThat(scan("GET / HTTP/1.1\r\nA:\r\nB:\r\nC:\r\n\r\n")).isEqualTo("COMPLETE");
        assertThat(scan("GET / HTTP/1.1\r\nA:\r\nB:\r\nC:\r\nD")).isEqualTo("431 more than 3 header fields");
        assertThat(scan("GET / HTTP/1.1\r\nA: 4567890\r\nB: 4567890\r\nC: 456"))
                .isEqualTo("431 headers are longer than 25 bytes");
    }

    @Test
    void aHeadIsMidwayFromItsFirstByteToItsLast() {
        HeadScanner scanner = new HeadScanner(SMALL, true);
        ByteBuf in = Unpooled.buffer();
        assertThat(scanner.isMidway()).isFalse();
        in.writeByte('G');
        scanner.scan(in);
        assertThat(scanner.isMidway()).isTrue();
        in.writeCharSequence(" / HTTP/1.1\r\n\r\n", StandardCharsets.US_ASCII);
        scanner.scan(in);
        assertThat(scanner.isMidway()).isFalse();
    }

    @Test
    void responsesMayFoldLinesAndHaveOddReasons() {
        HeadScanner scanner = new HeadScanner(HttpLimits.client(), false);
        ByteBuf in = Unpooled.copiedBuffer("HTTP/1.1 200 O\u00e4\tK\r\nA: b\r\n c\r\n\r\n",
                StandardCharsets.ISO_8859_1);
        assertThat(scanner.scan(in)).isEqualTo(HeadScanner.Outcome.COMPLETE);
    }
}
