package io.asyncio4j.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

import org.jspecify.annotations.Nullable;

/// Makes a [Tls] from PEM files. Owner-confined. Reading the files blocks: do it before the loop runs, or in `toThread`.
public final class TlsBuilder {
    private static final char[] NO_PASSWORD = {};

    private final KeyStore keys = emptyStore();
    private @Nullable KeyStore trusted;
    private int entries;
    private boolean verification = true;
    private TlsProvider provider = TlsProvider.chosen();

    TlsBuilder() {
    }

    private static KeyStore emptyStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException("key store cannot be made: " + impossible.getMessage(), impossible);
        }
    }

    /// Shows this certificate to the peer. A server with several shows the one that fits the name the client asks for.
    ///
    /// @param chain a PEM file with the certificate and those that signed it, in this order
    /// @param key a PEM file with its private key: PKCS#8, or the RSA and EC forms of OpenSSL
    /// @throws IOException when a file cannot be read or understood
    public TlsBuilder certificate(Path chain, Path key) throws IOException {
        return certificate(chain, key, null);
    }

    /// As [#certificate(Path, Path)] with the password of an encrypted PKCS#8 key.
    public TlsBuilder certificate(Path chain, Path key, char @Nullable [] password) throws IOException {
        Objects.requireNonNull(chain, "chain");
        Objects.requireNonNull(key, "key");
        List<X509Certificate> certificates = Pem.certificates(chain);
        PrivateKey privateKey = Pem.privateKey(key, password);
        try {
            keys.setKeyEntry("key" + entries++, privateKey, NO_PASSWORD,
                    certificates.toArray(new X509Certificate[0]));
        } catch (GeneralSecurityException unfit) {
            throw new IOException("certificate and key do not fit: " + chain + ", " + key + "; " + unfit.getMessage(),
                    unfit);
        }
        return this;
    }

    /// Trusts the certificates of this PEM file, and those they signed, instead of whom the JVM trusts.
    ///
    /// @throws IOException when the file cannot be read or understood
    public TlsBuilder trust(Path certificates) throws IOException {
        Objects.requireNonNull(certificates, "certificates");
        KeyStore store = trusted == null ? emptyStore() : trusted;
        trusted = store;
        try {
            for (X509Certificate certificate : Pem.certificates(certificates)) {
                store.setCertificateEntry("trusted" + store.size(), certificate);
            }
        } catch (GeneralSecurityException refused) {
            throw new IOException("certificate cannot be trusted: " + certificates + "; " + refused.getMessage(),
                    refused);
        }
        return this;
    }

    /// Trusts every peer, whoever it is: anybody on the way can read and change what is sent. For tests.
    public TlsBuilder withoutVerification() {
        verification = false;
        return this;
    }

    /// Has this provider do the ciphering, instead of the one that `-Dasyncio4j.tls` names, or the JDK.
    public TlsBuilder provider(TlsProvider provider) {
        this.provider = Objects.requireNonNull(provider, "provider");
        return this;
    }

    /// The finished settings.
    ///
    /// @throws IllegalStateException when the provider does not work here
    public Tls build() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
            factory.init(keys, NO_PASSWORD);
            KeyManager[] keyManagers = named(factory.getKeyManagers());
            TrustManager[] trustManagers = trustManagers();
            context.init(keyManagers, trustManagers, null);
            Tls tls = Tls.of(context, provider == TlsProvider.JDK
                    ? null
                    : new Tls.Material(TlsEngineProvider.find(), entries == 0 ? null : keyManagers[0],
                            trustManagers[0]));
            return verification ? tls : tls.withoutHostnameCheck();
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("TLS context cannot be made: " + failure.getMessage(), failure);
        }
    }

    private static KeyManager[] named(KeyManager[] managers) {
        KeyManager[] named = managers.clone();
        for (int i = 0; i < named.length; i++) {
            if (named[i] instanceof X509ExtendedKeyManager keys) {
                named[i] = new NamedKeys(keys);
            }
        }
        return named;
    }

    private TrustManager[] trustManagers() throws GeneralSecurityException {
        if (!verification) {
            return new TrustManager[]{new TrustEverybody()};
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(trusted);
        return factory.getTrustManagers();
    }
}
