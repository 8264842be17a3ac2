package io.asyncio4j.tls;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;

/// The certificates in `src/test/resources/tls`. Stateless.
final class TestCertificates {
    private TestCertificates() {
    }

    static Path file(String name) {
        try {
            return Path.of(TestCertificates.class.getResource("/tls/" + name).toURI());
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /// A server with the certificate of that name.
    static Tls server(String name) throws IOException {
        return Tls.builder().certificate(file(name + ".pem"), file(name + ".key")).build();
    }

    /// A client that trusts the authority of the tests.
    static Tls client() throws IOException {
        return Tls.builder().trust(file("ca.pem")).build();
    }
}
