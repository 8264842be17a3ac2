package io.asyncio4j.crawler;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.http.HttpTimeoutException;
import io.asyncio4j.http.Phase;
import io.asyncio4j.http.ProtocolException;
import io.asyncio4j.http.TlsException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailureTest {

    @Test
    void whyThereIsNoSecureConnectionIsToldWithoutAdviceForPrograms() {
        TlsException refused =
                new TlsException("GET https://h:1/: the certificate of h is not trusted; give an SSLContext", null);
        assertThat(Failure.of(refused).reason()).isEqualTo("no secure connection: the certificate of h is not trusted");
    }

    @Test
    void anAnswerThatIsNoHttpIsToldWithWhatToCheck() {
        assertThat(Failure.of(new ProtocolException("GET http://h:22/: the response is malformed: it is not HTTP but "
                + "begins \"SSH-2.0-x\"; check the host and the port", null)).reason())
                .isEqualTo("the response is malformed: it is not HTTP but begins \"SSH-2.0-x\"; "
                        + "check the host and the port");
    }

    @Test
    void aTimeoutIsTriedAgainOnceAndNotAtAllWhereNothingHasEverAnswered() {
        HttpTimeoutException timeout = new HttpTimeoutException("late", Phase.RESPONSE, Duration.ofSeconds(10));
        assertThat(RetryPolicy.isWorthRetrying(timeout, true, 1)).isTrue();
        assertThat(RetryPolicy.isWorthRetrying(timeout, true, 2)).isFalse();
        assertThat(RetryPolicy.isWorthRetrying(timeout, false, 1)).isFalse();
    }
}
