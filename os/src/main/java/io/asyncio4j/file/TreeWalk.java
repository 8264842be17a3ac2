package io.asyncio4j.file;

import io.asyncio4j.coroutine.AsyncIterator;
import io.asyncio4j.coroutine.StopAsyncIteration;
import io.asyncio4j.loop.EventLoop;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that lies below a directory, itself first, a directory before what it has. A trip to a thread brings many paths,
/// and holds no directory open when it is back: an iteration may be left at any time.
///
/// Loop-confined; the stack and the batch go along with a trip.
final class TreeWalk implements AsyncIterator<Path> {
    private static final int BATCH = 1000;

    private final Deque<Path> waiting = new ArrayDeque<>();
    private final Deque<Path> found = new ArrayDeque<>();
    private @Nullable IOException failure;
    private @Nullable Trip<@Nullable Void> trip;

    TreeWalk(Path root) {
        waiting.push(root);
    }

    @Override
    public Path anext() throws Exception {
        if (trip != null || found.isEmpty() && failure == null && !waiting.isEmpty()) {
            bring();
        }
        Path next = found.poll();
        if (next != null) {
            return next;
        }
        IOException thrown = failure;
        if (thrown != null) {
            failure = null;
            throw thrown;
        }
        throw new StopAsyncIteration();
    }

    /// A cancelled step leaves the trip on its way, for the next step.
    private void bring() throws Exception {
        Trip<@Nullable Void> going = trip;
        if (going == null) {
            going = new Trip<>(EventLoop.running(), null, this::gather);
            trip = going;
        }
        going.join();
        trip = null;
        going.result();
    }

    private @Nullable Void gather() {
        while (found.size() < BATCH && !waiting.isEmpty() && failure == null) {
            Path path = waiting.pop();
            try {
                if (Files.readAttributes(path, BasicFileAttributes.class,
                        LinkOption.NOFOLLOW_LINKS).isDirectory()) {
                    found.add(path);
                    children(path).forEach(waiting::push);
                } else {
                    found.add(path);
                }
            } catch (FileSystemException thrown) {
                failure = FileFailures.of("walk", thrown);
            } catch (IOException thrown) {
                failure = thrown;
            }
        }
        return null;
    }

    private static List<Path> children(Path directory) throws IOException {
        List<Path> list = new ArrayList<>(AsyncFiles.entries(directory));
        Collections.sort(list, Collections.reverseOrder());
        return list;
    }
}
