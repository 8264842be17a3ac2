package io.asyncio4j.file;

import java.io.IOException;
import java.io.PrintStream;

/// Standard output or error as a device. It goes through the process's own stream, so that what others print there comes
/// in order, and lets nothing wait in a buffer. Closing it leaves that stream open.
final class StandardOutput implements StandardDevice {
    private final PrintStream out;

    StandardOutput(PrintStream out) {
        this.out = out;
    }

    @Override
    public int read(byte[] bytes, int from, int count, long at) throws IOException {
        throw new IOException("standard output is not for reading");
    }

    @Override
    public int write(byte[] bytes, int from, int count, long at) throws IOException {
        out.write(bytes, from, count);
        if (out.checkError()) {
            throw new IOException("the stream is broken: its reader is gone, or its disk full");
        }
        return count;
    }

    @Override
    public void sync() {
        out.flush();
    }

    @Override
    public void close(byte[] unread) {
        out.flush();
    }
}
