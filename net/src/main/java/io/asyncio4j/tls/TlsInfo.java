package io.asyncio4j.tls;

import io.asyncio4j.transport.ExtraInfo;

import java.security.cert.X509Certificate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;

/// What a transport with TLS knows besides addresses, for `getExtraInfo`. Stateless.
public final class TlsInfo {
    /// The context: asyncio's `sslcontext`. Known from the beginning; everything else from the handshake on.
    public static final ExtraInfo<SSLContext> SSLCONTEXT = ExtraInfo.named("sslcontext", SSLContext.class);
    /// The engine: asyncio's `ssl_object`. For questions only.
    public static final ExtraInfo<SSLEngine> SSL_OBJECT = ExtraInfo.named("ssl_object", SSLEngine.class);
    /// The session.
    public static final ExtraInfo<SSLSession> SESSION = ExtraInfo.named("session", SSLSession.class);
    /// The peer's certificate, if it has sent one: asyncio's `peercert`.
    public static final ExtraInfo<X509Certificate> PEERCERT = ExtraInfo.named("peercert", X509Certificate.class);
    /// The name of the cipher suite: asyncio's `cipher`.
    public static final ExtraInfo<String> CIPHER = ExtraInfo.named("cipher", String.class);
    /// `TLSv1.3` or `TLSv1.2`.
    public static final ExtraInfo<String> VERSION = ExtraInfo.named("version", String.class);
    /// The protocol chosen by ALPN, if one was.
    public static final ExtraInfo<String> ALPN_PROTOCOL = ExtraInfo.named("alpn_protocol", String.class);

    private TlsInfo() {
    }
}
