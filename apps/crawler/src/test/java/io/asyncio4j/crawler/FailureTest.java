package io.asyncio4j.crawler;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.http.TlsException;
import org.junit.jupiter.api.Test;

class FailureTest {

    @Test
    void whyThereIsNoSecureConnectionIsToldWithoutAdviceForPrograms() {
        TlsException refused =
                new TlsException("GET https://h:1/: the certificate of h is not trusted; give an SSLContext", null);
        assertThat(Failure.of(refused).reason()).isEqualTo("no secure connection: the certificate of h is not trusted");
    }
}
