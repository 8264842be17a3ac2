package io.asyncio4j.net.netty;

import io.asyncio4j.net.posix.Native;
import io.asyncio4j.net.posix.PosixException;
import io.asyncio4j.transport.BrokenPipeException;
import io.asyncio4j.transport.ConnectionAbortedException;
import io.asyncio4j.transport.ConnectionResetException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.time.ZoneId;
import java.util.Locale;

/// Turns what Netty and the JDK throw into exceptions that say what happened in few words, of types a program can tell
/// apart. Stateless.
///
/// @implNote The texts are the operating system's, and the same with every kind of I/O; the classes are not.
final class Failures {
    private Failures() {
    }

    /// Loads now what it takes to report a lack of descriptors: later no class file can be opened, nor the time zones by which a
    /// logger writes the date.
    static void loadForLackOfDescriptors() {
        readable(new IOException("Too many open files"), "accept");
        var _ = ZoneId.systemDefault();
    }

    /// The exception to show.
    ///
    /// @param where the addresses, or what was done
    static IOException readable(Throwable failure, Object where) {
        String text = failure instanceof FileNotFoundException ? "no such file or directory"
                : failure instanceof PortUnreachableException ? "refused" : text(failure);
        String lower = text.toLowerCase(Locale.ROOT);
        IOException readable;
        if (lower.contains("reset")) {
            readable = new ConnectionResetException("connection reset by peer: " + where);
        } else if (lower.contains("broken pipe")) {
            readable = new BrokenPipeException("connection closed by peer: " + where);
        } else if (lower.contains("connection abort")) {
            readable = new ConnectionAbortedException("connection aborted: " + where);
        } else if (lower.contains("refused")) {
            readable = new ConnectException("connection refused");
        } else if (lower.contains("unreachable") || lower.contains("no route")) {
            readable = new NoRouteToHostException(lower);
        } else if (lower.contains("timed out")) {
            readable = new SocketTimeoutException("connection timed out");
        } else
            if (lower.contains("in use") || lower.contains("assign requested")
                    || lower.contains("permission")) {
                        readable = new BindException(lower);
                    } else
                if (failure instanceof ClosedChannelException) {
                    readable = new ConnectionAbortedException("connection closed: " + where);
                } else {
                    readable = new IOException(lower.contains("no such file") || lower.contains("temporarily")
                            ? lower
                            : lower + ": " + where);
                }
        readable.initCause(failure);
        return readable;
    }

    /// Who asks for an option of a closed socket gets this, and not that of whoever has its number now.
    static UncheckedIOException closed(SocketOption<?> option) {
        return new UncheckedIOException(new SocketException("socket option cannot be had: the socket is closed: "
                + option.name() + "; get and set options while the transport is open"));
    }

    /// The operating system's words, without the name of the function that heard them.
    private static String text(Throwable failure) {
        Throwable teller = failure;
        while (teller.getMessage() == null && teller.getCause() != null) {
            teller = teller.getCause();
        }
        if (teller instanceof PosixException called) {
            return Native.describe(called.errno());
        }
        String message = teller.getMessage();
        if (message == null) {
            return teller.getClass().getSimpleName();
        }
        int function = message.indexOf("(..) failed");
        int words = message.indexOf(':', Math.max(function, 0));
        return function >= 0 && words >= 0 ? message.substring(words + 1).strip() : message;
    }
}
