package io.asyncio4j.transport;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

import org.jspecify.annotations.Nullable;

/// What unix sockets have beyond others: files, and failures that files have. Stateless.
final class UnixSockets {
    private static final Logger LOG = System.getLogger("io.asyncio4j.transport");
    private static final int TYPE_MASK = 0170000;
    private static final int SOCKET_TYPE = 0140000;
    /// What fits into `sockaddr_un` on Linux, and on the BSDs.
    private static final int LONGEST_PATH = System.getProperty("os.name", "").startsWith("Linux") ? 107 : 103;

    private UnixSockets() {
    }

    /// The same address, if a unix socket can have it.
    static SocketAddress checked(SocketAddress address) throws SocketException {
        String path;
        if (address instanceof UnixDomainSocketAddress file) {
            path = file.getPath().toString();
            if (path.isEmpty()) {
                throw new IllegalArgumentException("unix socket address is unnamed; give a path");
            }
        } else if (address instanceof AbstractUnixAddress named) {
            path = named.toString();
        } else {
            throw new IllegalArgumentException("unix socket has an address of another family: " + address
                    + "; give a UnixDomainSocketAddress or an AbstractUnixAddress");
        }
        int length = path.getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_PATH) {
            throw new SocketException("unix socket path is too long: " + length + " bytes, " + path + "; at most "
                    + LONGEST_PATH + " are possible");
        }
        return address;
    }

    /// Whether it is a unix socket's.
    static boolean isUnix(@Nullable SocketAddress address) {
        return address instanceof UnixDomainSocketAddress || address instanceof AbstractUnixAddress;
    }

    /// Removes the socket that a server which is gone has left; leaves every other file alone.
    static void removeStale(SocketAddress address) {
        if (!(address instanceof UnixDomainSocketAddress file)) {
            return;
        }
        try {
            if (((int) Files.getAttribute(file.getPath(), "unix:mode") & TYPE_MASK) == SOCKET_TYPE) {
                Files.delete(file.getPath());
            }
        } catch (NoSuchFileException _) {
            // nothing stale
        } catch (IOException | UnsupportedOperationException failure) {
            // the directory may allow to create sockets and nothing else; binding tells
            LOG.log(Level.ERROR, "Unable to check or remove stale UNIX socket " + file, failure);
        }
    }

    /// The socket's file as it is now, or null if it has none or has lost it.
    static @Nullable SocketFile fileOf(SocketAddress address) {
        if (!(address instanceof UnixDomainSocketAddress file)) {
            return null;
        }
        try {
            Object key = keyOf(file.getPath());
            return key == null ? null : new SocketFile(file.getPath(), key);
        } catch (IOException _) {
            return null;
        }
    }

    private static @Nullable Object keyOf(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    /// A socket's file. Immutable.
    ///
    /// @param path where it is
    /// @param key tells it from a file that takes its place
    record SocketFile(Path path, Object key) {

        /// Removes it, unless another one has taken its place.
        void remove() {
            try {
                if (key.equals(keyOf(path))) {
                    Files.delete(path);
                }
            } catch (NoSuchFileException _) {
                // somebody was faster
            } catch (IOException failure) {
                LOG.log(Level.ERROR, "Unable to clean up listening UNIX socket " + path, failure);
            }
        }
    }

    /// The failure with operation, path and advice; of the class that files have for it.
    static IOException readable(String operation, SocketAddress address, IOException failure, String advice) {
        String reason = String.valueOf(failure.getMessage());
        String what = operation + " failed: " + reason + "; " + advice;
        IOException readable;
        if (reason.startsWith("no such file")) {
            readable = new NoSuchFileException(address.toString(), null, what);
        } else if (reason.contains("denied") || reason.contains("not permitted")) {
            readable = new AccessDeniedException(address.toString(), null, what);
        } else {
            String message = "unix socket " + address + ": " + what;
            readable = failure instanceof ConnectException
                    ? new ConnectException(message)
                    : failure instanceof BindException ? new BindException(message) : new SocketException(message);
        }
        readable.initCause(failure);
        return readable;
    }
}
