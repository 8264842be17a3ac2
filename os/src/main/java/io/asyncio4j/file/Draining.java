package io.asyncio4j.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Writes bytes, and knows how many it has written when it fails. Made by the loop's thread, called by another, asked by
/// the loop's thread again.
final class Draining implements Callable<@Nullable Void> {
    private final Device device;
    private final String name;
    private final byte[] bytes;
    private final int from;
    private final int count;
    private final long at;
    private int done;

    Draining(Device device, String name, byte[] bytes, int from, int count, long at) {
        this.device = device;
        this.name = name;
        this.bytes = bytes;
        this.from = from;
        this.count = count;
        this.at = at;
    }

    @Override
    public @Nullable Void call() throws IOException {
        try {
            while (done < count) {
                done += device.write(bytes, from + done, count - done, at + done);
            }
        } catch (IOException failure) {
            FileSystemException described = new FileSystemException(name, null,
                    "write failed after " + done + " of " + count + " bytes: " + failure.getMessage());
            described.initCause(failure);
            throw described;
        }
        return null;
    }

    int done() {
        return done;
    }
}
