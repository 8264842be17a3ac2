package io.asyncio4j.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

import org.jspecify.annotations.Nullable;

/// Chooses a server's certificate by the name the client asks for; the JDK's own chooser prefers the kind of key to the
/// name. Thread-safe.
final class NamedKeys extends X509ExtendedKeyManager {
    private static final int DNS_NAME = 2;

    private final X509ExtendedKeyManager keys;

    NamedKeys(X509ExtendedKeyManager keys) {
        this.keys = keys;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers,
            SSLEngine engine) {
        String name = askedFor(engine);
        if (name != null) {
            String best = null;
            boolean named = false;
            for (String type : List.of("EC", "RSA", "RSASSA-PSS", "EdDSA")) {
                for (String alias : aliases(type, issuers)) {
                    if (isFor(keys.getCertificateChain(alias)[0], name)) {
                        named = true;
                        if (type.equals(keyType)) {
                            best = alias;
                        }
                    }
                }
            }
            if (named) {
                return best; // null if it has another kind of key: the JDK asks for that next
            }
        }
        return keys.chooseEngineServerAlias(keyType, issuers, engine);
    }

    private String[] aliases(String type, Principal @Nullable [] issuers) {
        String[] aliases = keys.getServerAliases(type, issuers);
        return aliases == null ? new String[0] : aliases;
    }

    private static @Nullable String askedFor(SSLEngine engine) {
        if (engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
            for (SNIServerName name : session.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName().toLowerCase(Locale.ROOT);
                }
            }
        }
        return null;
    }

    private static boolean isFor(X509Certificate certificate, String name) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names == null) {
                return false;
            }
            for (List<?> entry : names) {
                if (entry.get(0).equals(DNS_NAME) && matches(((String) entry.get(1)).toLowerCase(Locale.ROOT), name)) {
                    return true;
                }
            }
            return false;
        } catch (CertificateParsingException _) {
            return false;
        }
    }

    /// `*.example.com` is for one label in front of `.example.com`.
    private static boolean matches(String pattern, String name) {
        if (!pattern.startsWith("*.")) {
            return pattern.equals(name);
        }
        int dot = name.indexOf('.');
        return dot > 0 && pattern.substring(1).equals(name.substring(dot));
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return keys.getClientAliases(keyType, issuers);
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers,
            @Nullable Socket socket) {
        return keys.chooseClientAlias(keyTypes, issuers, socket);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(String[] keyTypes, Principal @Nullable [] issuers,
            @Nullable SSLEngine engine) {
        return keys.chooseEngineClientAlias(keyTypes, issuers, engine);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return keys.getServerAliases(keyType, issuers);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers,
            @Nullable Socket socket) {
        return keys.chooseServerAlias(keyType, issuers, socket);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return keys.getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return keys.getPrivateKey(alias);
    }
}
