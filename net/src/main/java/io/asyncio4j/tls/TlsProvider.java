package io.asyncio4j.tls;

import java.util.Locale;

/// Who does the ciphering. Immutable.
public enum TlsProvider {
    /// The JDK's own; always there.
    JDK,
    /// BoringSSL, by the jar `io.netty:netty-tcnative-boringssl-static`, which a program adds itself: handshakes and bulk
    /// ciphers take a fraction of the JDK's time.
    OPENSSL;

    /// The system property that chooses for builders that are told nothing: jdk or openssl.
    public static final String PROPERTY = "asyncio4j.tls";

    /// The choice of the property, the JDK if there is none.
    ///
    /// @throws IllegalStateException when the property names none of them
    static TlsProvider chosen() {
        String wish = System.getProperty(PROPERTY);
        if (wish == null || wish.isBlank()) {
            return JDK;
        }
        try {
            return valueOf(wish.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new IllegalStateException("TLS by an unknown provider: -D" + PROPERTY + "=" + wish
                    + "; give jdk or openssl", unknown);
        }
    }
}
