package io.asyncio4j.net.netty;

import io.asyncio4j.tls.TlsEngineProvider;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.lang.ref.Cleaner;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// The engines of OpenSSL, where Netty's native library for it is on the path. Thread-safe.
///
/// @implNote The engines are counted, so that their memory goes with the connection and not with a collection; the contexts
/// go with the settings they were made for.
public final class OpenSslEngines implements TlsEngineProvider {
    private static final Cleaner CLEANER = Cleaner.create();

    /// For the service loader.
    public OpenSslEngines() {
    }

    @Override
    public @Nullable Throwable unavailability() {
        return OpenSsl.unavailabilityCause();
    }

    @Override
    public Engines open(@Nullable KeyManager keys, TrustManager trust, List<String> alpn, List<String> versions)
            throws GeneralSecurityException {
        try {
            SslContextBuilder client = SslContextBuilder.forClient();
            if (keys != null) {
                client.keyManager(keys);
            }
            SslContext forClients = configured(client, trust, alpn, versions);
            SslContext forServers =
                    keys == null ? null : configured(SslContextBuilder.forServer(keys), trust, alpn, versions);
            Both both = new Both(forClients, forServers);
            CLEANER.register(both, () -> {
                ReferenceCountUtil.release(forClients);
                ReferenceCountUtil.release(forServers);
            });
            return both;
        } catch (SSLException refused) {
            throw new GeneralSecurityException("OpenSSL refuses the settings: " + refused.getMessage(), refused);
        }
    }

    private static SslContext configured(SslContextBuilder builder, TrustManager trust, List<String> alpn,
            List<String> versions) throws SSLException {
        builder.sslProvider(SslProvider.OPENSSL_REFCNT).trustManager(trust).protocols(versions)
                .endpointIdentificationAlgorithm(null);
        if (!alpn.isEmpty()) {
            builder.applicationProtocolConfig(new ApplicationProtocolConfig(Protocol.ALPN,
                    SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT, alpn));
        }
        return builder.build();
    }

    private record Both(SslContext forClients, @Nullable SslContext forServers) implements Engines {

        @Override
        public SSLEngine client(@Nullable String name) {
            return name == null
                    ? forClients.newEngine(UnpooledByteBufAllocator.DEFAULT)
                    : forClients.newEngine(UnpooledByteBufAllocator.DEFAULT, name, -1);
        }

        @Override
        public SSLEngine server() {
            if (forServers == null) {
                throw new IllegalStateException("TLS server has no certificate; add one by TlsBuilder.certificate");
            }
            return forServers.newEngine(UnpooledByteBufAllocator.DEFAULT);
        }

        @Override
        public void release(SSLEngine engine) {
            ReferenceCountUtil.release(engine);
        }
    }
}
