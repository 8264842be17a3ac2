package io.asyncio4j.tls;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.coroutine.AsyncAction;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/// The certificates in `src/test/resources/tls`. Stateless.
public final class TestCertificates {
    private TestCertificates() {
    }

    public static Path file(String name) {
        URL found = TestCertificates.class.getResource("/tls/" + name);
        try {
            if (found.getProtocol().equals("file")) {
                return Path.of(found.toURI());
            }
            Path copy = Files.createTempFile("asyncio4j-", name); // another module has it in a jar
            copy.toFile().deleteOnExit();
            try (InputStream in = found.openStream()) {
                Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            }
            return copy;
        } catch (URISyntaxException | IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /// A server with the certificate of that name.
    public static Tls server(String name) throws IOException {
        return server(name, TlsProvider.chosen());
    }

    /// As [#server(String)], by this provider.
    public static Tls server(String name, TlsProvider provider) throws IOException {
        return Tls.builder().provider(provider).certificate(file(name + ".pem"), file(name + ".key")).build();
    }

    /// A client that trusts the authority of the tests.
    public static Tls client() throws IOException {
        return client(TlsProvider.chosen());
    }

    /// As [#client()], by this provider.
    public static Tls client(TlsProvider provider) throws IOException {
        return Tls.builder().provider(provider).trust(file("ca.pem")).build();
    }

    /// Runs an action whose TLS is by this provider where nothing else is said.
    public static void by(TlsProvider provider, AsyncAction action) throws Exception {
        System.setProperty(TlsProvider.PROPERTY, provider.name().toLowerCase(Locale.ROOT));
        try {
            assumeTrue(provider == TlsProvider.JDK || available(), "OpenSSL is not available here");
            action.run();
        } finally {
            System.clearProperty(TlsProvider.PROPERTY);
        }
    }

    private static boolean available() {
        try {
            TlsEngineProvider.find();
            return true;
        } catch (IllegalStateException missing) {
            return false;
        }
    }
}
