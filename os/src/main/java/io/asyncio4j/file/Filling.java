package io.asyncio4j.file;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Reads behind what a window holds. Made by the loop's thread, called by another, asked by the loop's thread again.
final class Filling implements Callable<@Nullable Void> {
    /// The longest array that every JVM makes.
    private static final int MOST = Integer.MAX_VALUE - 8;

    private final Device device;
    private final String name;
    private final int target;
    private long at;
    private byte[] bytes;
    private int end;
    private boolean atEnd;

    /// @param at where in the file the bytes behind the window are
    /// @param target how many bytes the window is to hold at least
    /// @param chunk how many bytes to ask for at least
    Filling(Device device, String name, ByteWindow window, long at, int target, int chunk) {
        this.device = device;
        this.name = name;
        this.at = at;
        this.target = target;
        int size = window.size();
        int room = Math.clamp((long) size + chunk, 0, MOST);
        bytes = window.bytes;
        if (bytes.length < room) {
            bytes = new byte[room];
        }
        System.arraycopy(window.bytes, window.start, bytes, 0, size);
        end = size;
        window.bytes = bytes;
        window.start = 0;
        window.end = size;
    }

    @Override
    public @Nullable Void call() throws IOException {
        try {
            if (target == Integer.MAX_VALUE && device.hasPositions()) {
                // All in one go, with a byte more to see the end.
                bytes = Arrays.copyOf(bytes, Math.clamp(end + device.size() - at + 1, bytes.length, MOST));
            }
            do {
                if (end == bytes.length) {
                    grow();
                }
                int count = device.read(bytes, end, bytes.length - end, at);
                if (count < 0) {
                    atEnd = true;
                } else {
                    end += count;
                    at += count;
                }
            } while (!atEnd && end < target);
        } catch (ClosedChannelException closed) {
            ClosedFileException failure = new ClosedFileException("read", name);
            failure.initCause(closed);
            throw failure;
        } catch (FileSystemException described) {
            throw described;
        } catch (IOException failure) {
            FileSystemException described = new FileSystemException(name, null, "read failed: " + failure.getMessage());
            described.initCause(failure);
            throw described;
        }
        return null;
    }

    private void grow() throws IOException {
        if (end == MOST) {
            throw new IOException("more than 2 GiB at a time; read in parts");
        }
        bytes = Arrays.copyOf(bytes, Math.clamp(2L * end, 0, MOST));
    }

    /// Gives the window what was read.
    void land(ByteWindow window) {
        window.bytes = bytes;
        window.end = end;
    }

    boolean atEnd() {
        return atEnd;
    }
}
