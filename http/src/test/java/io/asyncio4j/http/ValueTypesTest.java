package io.asyncio4j.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypesTest {

    @Test
    void methodsByNameAreInCapitals() {
        assertThat(Method.of("get")).isEqualTo(Method.GET);
        assertThat(new Method("get")).isNotEqualTo(Method.GET);
        assertThat(Method.of("brew").isIdempotent()).isFalse();
        assertThat(Method.DELETE.isIdempotent()).isTrue();
        assertThat(Method.POST.isIdempotent()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET ", "GET\r\n", "G\u0000T", "G/T"})
    void methodsThatAreNoTokensAreRefused(String name) {
        assertThatThrownBy(() -> Method.of(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void statusKnowsItsUsualReason() {
        assertThat(Status.of(404)).hasToString("404 Not Found");
        assertThat(Status.of(299)).hasToString("299");
        assertThat(Status.of(204).isBodiless()).isTrue();
        assertThat(Status.of(308).isRedirect()).isTrue();
        assertThat(Status.of(300).isRedirect()).isFalse();
        assertThat(Status.of(599).isError()).isTrue();
        assertThat(Status.of(299).isSuccess()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 99, 600, 1000})
    void statusOutOfRangeIsRefused(int code) {
        assertThatThrownBy(() -> Status.of(code)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Integer.toString(code));
    }

    @Test
    void reasonWithALineEndIsRefused() {
        assertThatThrownBy(() -> new Status(200, "OK\r\nX: y")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void zeroIsNeverUnlimited() {
        assertThatThrownBy(() -> HttpLimits.server().withLine(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HttpLimits.server().withFields(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HttpLimits.server().withBody(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(HttpLimits.server().withBody(0).body()).isZero();
        assertThat(HttpLimits.server().withBody(HttpLimits.UNLIMITED).body()).isEqualTo(Long.MAX_VALUE);
        assertThat(HttpLimits.server().withField(1).withHead(2)).isEqualTo(new HttpLimits(8190, 1, 128, 2, 1 << 20));
    }

    @Test
    void timeoutsArePositiveOrNone() {
        assertThatThrownBy(() -> Timeouts.check("t", Duration.ZERO)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("t is not positive: PT0S; no limit is spelled Timeouts.NONE");
        assertThatThrownBy(() -> Timeouts.check("t", Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Timeouts.seconds(Timeouts.NONE)).isInfinite();
        assertThat(Timeouts.seconds(Duration.ofMillis(1500))).isEqualTo(1.5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {"text/html~text/html~", "TEXT/HTML; charset=utf-8~text/html~utf-8",
            "text/html;charset=\"utf-8\"~text/html~utf-8",
            "text/html; a=\"x;charset=no\"; Charset = latin1~text/html~latin1",
            "text/plain; charset=~text/plain~", ";charset=x~''~x", "text/html; q=\"a\\\";\" ; charset=y~text/html~y"})
    void contentTypesAreTakenApart(String value, String type, String charset) {
        assertThat(MediaType.parse(value)).isEqualTo(new MediaType(type, Optional.ofNullable(charset)));
    }
}
