package io.asyncio4j.transport;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.net.posix.Posix;
import io.asyncio4j.transport.spi.Watch;
import io.asyncio4j.transport.spi.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One end of a pipe, to be given to [Pipes]: what asyncio calls the pipe object. Immutable; serves one transport, which
/// closes it.
///
/// A descriptor is watched by the loop itself. Streams and channels have a thread that waits in the loop's place.
public final class PipeEnd {
    private static final int KIND = 0170000;
    private static final int PIPE = 0010000;
    private static final int CHARACTERS = 0020000;
    private static final int SOCKET = 0140000;

    private final int descriptor;
    private final @Nullable InputStream in;
    private final @Nullable OutputStream out;

    private PipeEnd(int descriptor, @Nullable InputStream in, @Nullable OutputStream out) {
        this.descriptor = descriptor;
        this.in = in;
        this.out = out;
    }

    /// A descriptor of this process; Linux only. The file behind it becomes one that never waits, also for other processes
    /// that share it.
    public static PipeEnd of(int descriptor) {
        if (descriptor < 0) {
            throw new IllegalArgumentException(
                    "pipe has no such descriptor: " + descriptor + "; give 0 or more");
        }
        return new PipeEnd(descriptor, null, null);
    }

    /// A stream to receive from, such as `System.in`.
    public static PipeEnd of(InputStream in) {
        Objects.requireNonNull(in, "in");
        return new PipeEnd(-1, in, null);
    }

    /// A stream to send to, such as `System.out`.
    public static PipeEnd of(OutputStream out) {
        Objects.requireNonNull(out, "out");
        return new PipeEnd(-1, null, out);
    }

    /// A channel to receive from, such as that of a [java.nio.channels.Pipe].
    public static PipeEnd of(ReadableByteChannel channel) {
        return of(Channels.newInputStream(Objects.requireNonNull(channel, "channel")));
    }

    /// A channel to send to.
    public static PipeEnd of(WritableByteChannel channel) {
        return of(Channels.newOutputStream(Objects.requireNonNull(channel, "channel")));
    }

    Wire wire(EventLoop loop, boolean sends) throws IOException {
        if (descriptor >= 0) {
            return watched(loop, sends);
        }
        if ((sends ? out : in) == null) {
            throw new IllegalArgumentException((sends ? "connectWritePipe" : "connectReadPipe")
                    + " got the wrong end of a pipe: " + this + "; give the one to "
                    + (sends ? "write to" : "read from"));
        }
        return new BlockingWire(loop, in, out);
    }

    private Wire watched(EventLoop loop, boolean sends) throws IOException {
        if (!Posix.isAvailable()) {
            throw new UnsupportedOperationException("pipe cannot be served by its descriptor here: "
                    + descriptor + "; this is not Linux, or native access is off; give a stream");
        }
        int kind;
        try {
            kind = (int) Files.getAttribute(Path.of("/proc/self/fd/" + descriptor), "unix:mode") & KIND;
        } catch (IOException unknown) {
            throw new IOException("pipe is not open: descriptor " + descriptor, unknown);
        }
        if (kind != PIPE && kind != SOCKET && kind != CHARACTERS) {
            throw new IllegalArgumentException("pipe transport is only for pipes, sockets and character"
                    + " devices: descriptor " + descriptor + "; read and write files by module os");
        }
        // what a socket answers means its end, as in asyncio; a device is not waited for
        int peerGone = kind == SOCKET ? Watch.READ : kind == PIPE ? Watch.GONE : 0;
        return new DescriptorWire(loop, descriptor, sends, peerGone);
    }

    @Override
    public String toString() {
        return descriptor >= 0 ? "descriptor " + descriptor : String.valueOf(in != null ? in : out);
    }
}
