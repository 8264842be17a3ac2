package io.asyncio4j.http.client;

import io.asyncio4j.http.ConnectFailedException;
import io.asyncio4j.http.HttpException;
import io.asyncio4j.http.Origin;
import io.asyncio4j.http.TlsException;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Says in one line why no connection came about and what to look at. Immutable, no state.
final class ConnectFailures {

    private ConnectFailures() {
    }

    static HttpException of(String label, Origin origin, Throwable cause) {
        if (cause instanceof UnknownHostException) {
            return new ConnectFailedException(
                    label + ": unknown host: " + origin.host() + "; check the name and the network", cause);
        }
        if (find(cause, SSLException.class) != null || find(cause, CertificateException.class) != null) {
            return new TlsException(label + ": " + tls(origin, cause), cause);
        }
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (text.contains("refused")) {
            return new ConnectFailedException(label + ": connection refused; is a server listening there?",
                    cause);
        }
        if (cause instanceof NoRouteToHostException || text.contains("unreachable")
                || text.contains("no route")) {
            return new ConnectFailedException(
                    label + ": " + origin.address() + " cannot be reached; check the network", cause);
        }
        if (origin.isSecure() && cause instanceof IOException) {
            return new TlsException(
                    label + ": the connection ended during the TLS handshake (" + cause.getMessage()
                            + "); does the server speak https?",
                    cause);
        }
        return new ConnectFailedException(
                label + ": cannot connect to " + origin.address() + ": " + cause.getMessage()
                        + "; check host and port",
                cause);
    }

    private static String tls(Origin origin, Throwable cause) {
        if (find(cause, CertPathBuilderException.class) != null) {
            return "the certificate of " + origin.host()
                    + " is not trusted; give an SSLContext that trusts its issuer (ClientOptions.withSsl)";
        }
        CertificateException certificate = find(cause, CertificateException.class);
        if (certificate != null) {
            return "the certificate of " + origin.host() + " is refused: " + certificate.getMessage()
                    + "; check the host name and the certificate";
        }
        SSLException ssl = find(cause, SSLException.class);
        if (ssl != null && String.valueOf(ssl.getMessage()).startsWith("not an SSL/TLS record")) {
            return origin.address() + " does not speak TLS; is it an http server?";
        }
        return "the TLS handshake failed: " + (ssl == null ? cause : ssl).getMessage()
                + "; does the server speak https?";
    }

    private static <T extends Throwable> @Nullable T find(Throwable from, Class<T> type) {
        for (Throwable t = from; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return type.cast(t);
            }
        }
        return null;
    }
}
