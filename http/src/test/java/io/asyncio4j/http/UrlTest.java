package io.asyncio4j.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlTest {

    @Test
    void partsAreTakenApart() {
        Url url = Url.parse("HTTP://User:pw@Example.ORG:8080/a/b?c=d&e#frag");
        assertThat(url.origin()).isEqualTo(new Origin("http", "example.org", 8080));
        assertThat(url.userInfo()).isEqualTo("User:pw");
        assertThat(url.path()).isEqualTo("/a/b");
        assertThat(url.query()).isEqualTo("c=d&e");
        assertThat(url.target()).isEqualTo("/a/b?c=d&e");
    }

    @Test
    void defaultsAreFilledIn() {
        assertThat(Url.parse("http://x").target()).isEqualTo("/");
        assertThat(Url.parse("http://x?q").target()).isEqualTo("/?q");
        assertThat(Url.parse("http://x").origin().port()).isEqualTo(80);
        assertThat(Url.parse("https://x:").origin().port()).isEqualTo(443);
        assertThat(Url.parse("http://x:80/")).isEqualTo(Url.parse("http://X/"));
    }

    @Test
    void pathAndQueryAreKeptByteForByte() {
        String signed = "/b%2Fc/../d%7e?sig=a%2Bb+c%2f&x='\"<>{}|^`";
        assertThat(Url.parse("http://x" + signed).target()).isEqualTo(signed);
    }

    @Test
    void ipv6HostsStandInBrackets() {
        Url url = Url.parse("http://[::1]:81/");
        assertThat(url.origin().host()).isEqualTo("::1");
        assertThat(url.origin().hostHeader()).isEqualTo("[::1]:81");
        assertThat(url.toString()).isEqualTo("http://[::1]:81/");
    }

    @Test
    void toStringHidesThePassword() {
        assertThat(Url.parse("http://u:secret@x/").toString()).isEqualTo("http://x/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "/a", "x.org", "http:", "http:/x", "http://", "http:///a", "http://?a",
            "ftp://x/", "file:///etc/passwd", "javascript:alert(1)", "://x", "http://x:0/", "http://x:65536/",
            "http://x:-1/", "http://x:8a/", "http://x:123456/", "http://[::1", "http://[::1]x/", "http://[g::1]/",
            "http://[1]/", "http://a b/", "http://a\\b/", "http://good\\@evil/", "http://a%41/", "http://a,b/",
            "http://\u00e4.org/", "http://x/\u00e4", "http://x/a b", "http://x/a\r\nb", "http://x/\u0000",
            "http://2130706433/", "http://0177.0.0.1/", "http://0x7f.1/", "http://127.1/", "http://1.2.3.256/",
            "http://1.2.3.4.5/", "http://127.0.0.01/"})
    void whatIsNoHttpAddressIsRefused(String text) {
        assertThatThrownBy(() -> Url.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("(?s)address .+");
    }

    @Test
    void refusalSaysWhatToDoAndKeepsThePasswordBack() {
        assertThatThrownBy(() -> Url.parse("ftp://x/")).hasMessage(
                "address has the unsupported scheme 'ftp': ftp://x/; use http or https");
        assertThatThrownBy(() -> Url.parse("http://u:secret@x:0/")).hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource({"g, http://a/b/c/g", "./g, http://a/b/c/g", "g/, http://a/b/c/g/", "/g, http://a/g", "//g, http://g/",
            "?y, http://a/b/c/d?y", "g?y, http://a/b/c/g?y", "'#s', http://a/b/c/d?q", "g#s, http://a/b/c/g",
            "., http://a/b/c/", "./, http://a/b/c/", ".., http://a/b/", "../, http://a/b/", "../g, http://a/b/g",
            "../.., http://a/", "../../g, http://a/g", "../../../g, http://a/g", "/./g, http://a/g",
            "/../g, http://a/g", "g., http://a/b/c/g.", ".g, http://a/b/c/.g", "..g, http://a/b/c/..g",
            "./../g, http://a/b/g", "g/./h, http://a/b/c/g/h", "g/../h, http://a/b/c/h",
            "g?y/../x, http://a/b/c/g?y/../x",
            "https://other:1/z, https://other:1/z", "'', http://a/b/c/d?q"})
    void referencesAreResolvedAsRfc3986Says(String reference, String expected) {
        assertThat(Url.parse("http://a/b/c/d?q").resolve(reference)).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mailto:a@b", "javascript:void(0)", "data:text/html,x", "tel:1", "//", "a b"})
    void referencesToNoHttpAddressAreRefused(String reference) {
        assertThatThrownBy(() -> Url.parse("http://a/").resolve(reference))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void escapeEncodesOnlyWhatMayNotStandThere() {
        assertThat(Url.escape("/a b/\u00e4?x=%20&y=\u20ac\"", StandardCharsets.UTF_8))
                .isEqualTo("/a%20b/%C3%A4?x=%20&y=%E2%82%AC%22");
        assertThat(Url.escape("/\u00e4", StandardCharsets.ISO_8859_1)).isEqualTo("/%E4");
        assertThat(Url.escape("/plain?q=1&r=a+b%2F", StandardCharsets.UTF_8)).isEqualTo("/plain?q=1&r=a+b%2F");
    }

    @Test
    void unescapeReadsUtf8AndLeavesBrokenEscapesAlone() {
        assertThat(Url.unescape("a%20%C3%A4%2f")).isEqualTo("a \u00e4/");
        assertThat(Url.unescape("100%")).isEqualTo("100%");
        assertThat(Url.unescape("%zz%4")).isEqualTo("%zz%4");
        assertThat(Url.unescape("%41")).isEqualTo("A");
    }
}
