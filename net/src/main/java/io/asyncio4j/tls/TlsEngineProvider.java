package io.asyncio4j.tls;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.ServiceLoader;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;

import org.jspecify.annotations.Nullable;

/// Makes engines that are not the JDK's; found by [ServiceLoader]. For the rooms of this library. Thread-safe.
public interface TlsEngineProvider {

    /// Why it does not work here, or null if it does.
    @Nullable Throwable unavailability();

    /// Engines with these keys and this trust.
    ///
    /// @param keys null without a certificate of one's own
    /// @param alpn protocols to offer, the preferred one first
    /// @param versions of TLS to speak
    Engines open(@Nullable KeyManager keys, TrustManager trust, List<String> alpn, List<String> versions)
            throws GeneralSecurityException;

    /// Engines of one configuration. Thread-safe.
    interface Engines {

        /// An engine of a client.
        ///
        /// @param name the server's, or null
        SSLEngine client(@Nullable String name);

        /// An engine of a server.
        ///
        /// @throws IllegalStateException without a certificate
        SSLEngine server();

        /// Gives back what an engine holds, once; it is not used afterwards.
        void release(SSLEngine engine);
    }

    /// The provider that works here.
    ///
    /// @throws IllegalStateException when none does
    static TlsEngineProvider find() {
        TlsEngineProvider provider = ServiceLoader
                .load(TlsEngineProvider.class, TlsEngineProvider.class.getClassLoader()).findFirst()
                .orElseThrow(() -> new IllegalStateException("TLS by OpenSSL is missing; add asyncio4j-net"));
        Throwable why = provider.unavailability();
        if (why != null) {
            throw new IllegalStateException("TLS by OpenSSL does not work here: " + why
                    + "; add io.netty:netty-tcnative-boringssl-static for this platform, or use TlsProvider.JDK", why);
        }
        return provider;
    }
}
