package io.asyncio4j.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A file on a channel. Regular files are read and written at a position given with each call, so that nothing depends
/// on where the channel stands; pipes, terminals and files opened for appending know no position.
final class ChannelDevice implements Device {
    private static final int ZEROS = 64 * 1024;

    private final FileChannel channel;
    private final boolean regular;
    private final boolean appends;
    private final @Nullable Path deleteAtEnd;

    private ChannelDevice(FileChannel channel, boolean regular, boolean appends, @Nullable Path deleteAtEnd) {
        this.channel = channel;
        this.regular = regular;
        this.appends = appends;
        this.deleteAtEnd = deleteAtEnd;
    }

    static ChannelDevice open(Path path, Set<OpenOption> options) throws IOException {
        try {
            return open(path, options, false);
        } catch (FileSystemException failure) {
            boolean writes = options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND);
            throw FileFailures.of("open", failure,
                    writes ? "check the name, or give CREATE to have it made" : "check the name");
        }
    }

    /// A new file in `directory` (null for the default place of the machine), for its owner alone.
    static Temporary temporary(@Nullable Path directory, String prefix, String suffix, boolean keepsName)
            throws IOException {
        Path path = directory == null ? Files.createTempFile(prefix, suffix)
                : Files.createTempFile(directory, prefix, suffix);
        try {
            Set<OpenOption> options = keepsName
                    ? Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE)
                    : Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            return new Temporary(path, open(path, options, keepsName));
        } catch (Throwable failure) {
            Files.deleteIfExists(path);
            throw failure;
        }
    }

    record Temporary(Path path, ChannelDevice device) {
    }

    private static ChannelDevice open(Path path, Set<OpenOption> options, boolean deleteAtEnd) throws IOException {
        FileChannel channel = FileChannel.open(path, options);
        try {
            boolean regular = isRegular(path, options);
            return new ChannelDevice(channel, regular, options.contains(StandardOpenOption.APPEND),
                    deleteAtEnd ? path : null);
        } catch (Throwable failure) {
            channel.close();
            throw failure;
        }
    }

    private static boolean isRegular(Path path, Set<OpenOption> options) throws IOException {
        if (options.contains(StandardOpenOption.DELETE_ON_CLOSE)) {
            return true; // its name may be gone already
        }
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
            throw new FileSystemException(path.toString(), null, "open failed: it is a directory; use list or walk");
        }
        return attributes.isRegularFile();
    }

    @Override
    public boolean hasPositions() {
        return regular;
    }

    @Override
    public boolean gathersWrites() {
        return true;
    }

    @Override
    public boolean belongsToProcess() {
        return false;
    }

    @Override
    public int read(byte[] bytes, int from, int count, long at) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, from, count);
        return regular ? channel.read(buffer, at) : channel.read(buffer);
    }

    @Override
    public int write(byte[] bytes, int from, int count, long at) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, from, count);
        return regular && !appends ? channel.write(buffer, at) : channel.write(buffer);
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public void resize(long size) throws IOException {
        long now = channel.size();
        if (size <= now) {
            channel.truncate(size);
        } else if (!appends) {
            channel.write(ByteBuffer.allocate(1), size - 1);
        } else {
            while (now < size) {
                now += channel.write(ByteBuffer.allocate((int) Math.min(ZEROS, size - now)));
            }
        }
    }

    @Override
    public void sync() throws IOException {
        channel.force(true);
    }

    @Override
    public void close(byte[] unread) throws IOException {
        try {
            channel.close();
        } finally {
            if (deleteAtEnd != null) {
                Files.deleteIfExists(deleteAtEnd);
            }
        }
    }
}
