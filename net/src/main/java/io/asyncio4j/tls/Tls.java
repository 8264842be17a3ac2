package io.asyncio4j.tls;

import io.asyncio4j.loop.LoopLocal;
import io.asyncio4j.transport.ExtraInfo;
import io.asyncio4j.transport.LayerRequest;
import io.asyncio4j.transport.TransportLayer;

import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;

import org.jspecify.annotations.Nullable;

/// How TLS is spoken on one side: give it to the options of connections and servers, or to `startTls`. Immutable.
///
/// A client checks the server's certificate and its host name; to leave that out, say so: [#withoutHostnameCheck()], or
/// [TlsBuilder#withoutVerification()] when the context is made. TLS 1.3 and 1.2 are spoken; renegotiation is refused.
public final class Tls implements TransportLayer {
    private static final LoopLocal<Scratch> SCRATCHES = new LoopLocal<>(_ -> new Scratch());
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private final SSLContext context;
    private final @Nullable Material material;
    private final @Nullable String serverHostname;
    private final boolean hostnameCheck;
    private final List<String> alpn;
    private final ClientCertificates clientCertificates;
    private final double handshakeTimeout;
    private final double shutdownTimeout;
    private volatile TlsEngineProvider.@Nullable Engines engines;

    /// What engines that are not the context's are made of.
    ///
    /// @param keys null without a certificate of one's own
    record Material(TlsEngineProvider provider, @Nullable KeyManager keys, TrustManager trust) {
    }

    /// What a server asks of its clients.
    public enum ClientCertificates {
        /// Nothing.
        NONE,
        /// A certificate, if the client has one.
        WANTED,
        /// A certificate; without one the handshake fails.
        NEEDED
    }

    private Tls(SSLContext context, @Nullable Material material, @Nullable String serverHostname, boolean hostnameCheck,
            List<String> alpn,
            ClientCertificates clientCertificates, double handshakeTimeout, double shutdownTimeout) {
        this.context = context;
        this.material = material;
        this.serverHostname = serverHostname;
        this.hostnameCheck = hostnameCheck;
        this.alpn = List.copyOf(alpn);
        this.clientCertificates = clientCertificates;
        this.handshakeTimeout = positive("handshake", handshakeTimeout);
        this.shutdownTimeout = positive("shutdown", shutdownTimeout);
    }

    private static double positive(String what, double seconds) {
        if (!(seconds > 0)) {
            throw new IllegalArgumentException("TLS " + what + " timeout is not positive: " + seconds
                    + "; give seconds, or Double.POSITIVE_INFINITY for no limit");
        }
        return seconds;
    }

    /// TLS of a client that trusts whom the JVM trusts.
    public static Tls client() {
        return new TlsBuilder().build();
    }

    /// TLS by a context of the program's own, for either side.
    public static Tls of(SSLContext context) {
        Objects.requireNonNull(context, "context");
        return of(context, null);
    }

    static Tls of(SSLContext context, @Nullable Material material) {
        return new Tls(context, material, null, true, List.of(), ClientCertificates.NONE, 60, 30);
    }

    /// TLS with trust, certificates and keys from files.
    public static TlsBuilder builder() {
        return new TlsBuilder();
    }

    /// The same, with this name expected of the server instead of the one that is connected to.
    public Tls withServerHostname(String name) {
        Objects.requireNonNull(name, "name");
        return new Tls(context, material, name, hostnameCheck, alpn, clientCertificates, handshakeTimeout,
                shutdownTimeout);
    }

    /// The same, trusting a server's certificate whatever host it names.
    public Tls withoutHostnameCheck() {
        return new Tls(context, material, serverHostname, false, alpn, clientCertificates, handshakeTimeout,
                shutdownTimeout);
    }

    /// The same, offering these protocols by ALPN, the preferred one first.
    public Tls withAlpn(String... protocols) {
        return new Tls(context, material, serverHostname, hostnameCheck, List.of(protocols), clientCertificates,
                handshakeTimeout,
                shutdownTimeout);
    }

    /// The same, with a server asking this of its clients.
    public Tls withClientCertificates(ClientCertificates wish) {
        Objects.requireNonNull(wish, "wish");
        return new Tls(context, material, serverHostname, hostnameCheck, alpn, wish, handshakeTimeout, shutdownTimeout);
    }

    /// The same with this many seconds for the handshake; 60 if nothing is said.
    ///
    /// @throws IllegalArgumentException unless positive
    public Tls withHandshakeTimeout(double seconds) {
        return new Tls(context, material, serverHostname, hostnameCheck, alpn, clientCertificates, seconds,
                shutdownTimeout);
    }

    /// The same with this many seconds for the farewell; 30 if nothing is said.
    ///
    /// @throws IllegalArgumentException unless positive
    public Tls withShutdownTimeout(double seconds) {
        return new Tls(context, material, serverHostname, hostnameCheck, alpn, clientCertificates, handshakeTimeout,
                seconds);
    }

    /// The context.
    public SSLContext context() {
        return context;
    }

    double handshakeTimeout() {
        return handshakeTimeout;
    }

    double shutdownTimeout() {
        return shutdownTimeout;
    }

    @Override
    public Layered over(LayerRequest request) {
        Objects.requireNonNull(request, "request");
        TlsTransport.checked(request.protocol());
        TlsEngineProvider.Engines source = engines();
        SSLEngine engine = request.serverSide() ? serverEngine(source) : clientEngine(source, request.host());
        TlsEngine between = new TlsEngine(engine, SCRATCHES.get(request.loop()), source::release);
        TlsProtocol protocol = new TlsProtocol(this, between, request);
        return new Layered(protocol, protocol.above());
    }

    private TlsEngineProvider.Engines engines() {
        TlsEngineProvider.Engines known = engines;
        if (known != null) {
            return known;
        }
        Material of = material;
        try {
            known = of == null
                    ? new JdkEngines(context)
                    : of.provider.open(of.keys, of.trust, alpn, List.of(VERSIONS));
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException("TLS engines cannot be made: " + refused.getMessage(), refused);
        }
        engines = known;
        return known;
    }

    private SSLEngine serverEngine(TlsEngineProvider.Engines source) {
        SSLEngine engine = source.server();
        engine.setSSLParameters(parameters(engine));
        switch (clientCertificates) {
            case NEEDED -> engine.setNeedClientAuth(true);
            case WANTED -> engine.setWantClientAuth(true);
            case NONE -> engine.setNeedClientAuth(false);
        }
        return engine;
    }

    private SSLEngine clientEngine(TlsEngineProvider.Engines source, @Nullable String connectedTo) {
        String name = serverHostname != null ? serverHostname : connectedTo;
        if (name == null && hostnameCheck) {
            throw new IllegalArgumentException("TLS client has no host name to check the certificate against;"
                    + " use withServerHostname(name) or withoutHostnameCheck()");
        }
        SSLEngine engine = source.client(name);
        SSLParameters parameters = parameters(engine);
        if (hostnameCheck) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (name != null && !isAddress(name)) {
            parameters.setServerNames(List.of(new SNIHostName(withoutFinalDot(name))));
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    private SSLParameters parameters(SSLEngine engine) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(VERSIONS);
        if (!alpn.isEmpty() && material == null) { // other engines have it from the beginning
            parameters.setApplicationProtocols(alpn.toArray(new String[0]));
        }
        return parameters;
    }

    private static boolean isAddress(String name) {
        try {
            InetAddress.ofLiteral(name);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static String withoutFinalDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /// Notes what is known from the handshake on.
    void note(SSLEngine engine, Map<ExtraInfo<?>, Object> extra) {
        SSLSession session = engine.getSession();
        extra.put(TlsInfo.SSL_OBJECT, engine);
        extra.put(TlsInfo.SESSION, session);
        extra.put(TlsInfo.CIPHER, session.getCipherSuite());
        extra.put(TlsInfo.VERSION, session.getProtocol());
        String chosen = engine.getApplicationProtocol();
        if (chosen != null && !chosen.isEmpty()) {
            extra.put(TlsInfo.ALPN_PROTOCOL, chosen);
        }
        try {
            Certificate[] peer = session.getPeerCertificates();
            if (peer.length > 0 && peer[0] instanceof X509Certificate certificate) {
                extra.put(TlsInfo.PEERCERT, certificate);
            }
        } catch (SSLPeerUnverifiedException _) {
            // the peer has no certificate, which is as it should be for a client
        }
    }
}
