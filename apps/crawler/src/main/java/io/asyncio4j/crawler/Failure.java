package io.asyncio4j.crawler;

import io.asyncio4j.http.ConnectFailedException;
import io.asyncio4j.http.DisconnectedException;
import io.asyncio4j.http.HttpException;
import io.asyncio4j.http.HttpTimeoutException;
import io.asyncio4j.http.PayloadException;
import io.asyncio4j.http.ProtocolException;
import io.asyncio4j.http.Status;
import io.asyncio4j.http.StatusException;
import io.asyncio4j.http.TlsException;
import io.asyncio4j.http.TooManyRedirectsException;
import java.util.Locale;

/// Why a page could not be had. Immutable.
///
/// @param reason a few words
/// @param gone whether the page just does not exist, which is the site's affair and no failure of the crawl
record Failure(String reason, boolean gone) {

    static Failure of(Status status) {
        return new Failure(status.toString(), status.code() == 404 || status.code() == 410);
    }

    static Failure of(HttpException e) {
        String reason = switch (e) {
            case ConnectFailedException connect -> connect(connect);
            case TlsException tls -> "no secure connection: " + why(tls);
            case HttpTimeoutException timeout -> "timed out while " + timeout.phase();
            case DisconnectedException closed -> "the server closed the connection";
            case PayloadException payload -> "the page was cut off or is too large";
            case ProtocolException protocol -> withAdvice(protocol);
            case TooManyRedirectsException redirects -> "too many redirects";
            case StatusException status -> status.status().toString();
            default -> String.valueOf(e.getMessage());
        };
        return new Failure(reason, false);
    }

    /// What is wrong, out of `GET http://...: what is wrong; what a program may do`.
    private static String why(HttpException e) {
        return withAdvice(e).replaceFirst(";.*", "");
    }

    private static String withAdvice(HttpException e) {
        return String.valueOf(e.getMessage()).replaceFirst("^\\S+ \\S+: ", "");
    }

    private static String connect(ConnectFailedException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("connection refused")) {
            return "connection refused; is a server listening there?";
        }
        return message.contains("unknown host") ? "unknown host" : "host cannot be reached";
    }
}
