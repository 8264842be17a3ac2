package io.asyncio4j.tls;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

import org.jspecify.annotations.Nullable;

/// The engines of a context of the JDK, or of a program's own. Thread-safe.
record JdkEngines(SSLContext context) implements TlsEngineProvider.Engines {

    @Override
    public SSLEngine client(@Nullable String name) {
        SSLEngine engine = name == null ? context.createSSLEngine() : context.createSSLEngine(name, -1);
        engine.setUseClientMode(true);
        return engine;
    }

    @Override
    public SSLEngine server() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        return engine;
    }

    @Override
    public void release(SSLEngine engine) {
        // the collector's
    }
}
