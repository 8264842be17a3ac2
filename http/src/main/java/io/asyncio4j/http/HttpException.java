package io.asyncio4j.http;

import org.jspecify.annotations.Nullable;

/// The root of what can go wrong between two HTTP peers; unchecked. Immutable.
///
/// | exception | meaning | what to do |
/// |---|---|---|
/// | [ConnectFailedException] | no connection came about | check host, port, network |
/// | [TlsException] | the peer's certificate or the handshake was refused | check the certificate, give an `SSLContext` |
/// | [HttpTimeoutException] | a limit of time ran out; it names the [Phase] | retry later or raise the limit |
/// | [DisconnectedException] | the peer closed before it answered | safe to repeat for idempotent methods |
/// | [ProtocolException] | what came is not HTTP | not worth a retry |
/// | [PayloadException] | the body was cut off, too large or badly compressed | raise the limit or retry |
/// | [TooManyRedirectsException] | more hops than allowed | check for a loop |
/// | [StatusException] | `throwOnError()` met a 4xx or 5xx | look at status and body |
///
/// A bad argument is an `IllegalArgumentException` and use after `close()` an `IllegalStateException`, both before a byte is sent.
public sealed class HttpException extends RuntimeException
        permits ConnectFailedException, TlsException, HttpTimeoutException, DisconnectedException,
        ProtocolException,
        PayloadException, TooManyRedirectsException, StatusException {

    private static final long serialVersionUID = 1;

    HttpException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
