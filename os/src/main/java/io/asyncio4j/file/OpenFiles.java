package io.asyncio4j.file;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.LoopLocal;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The open files of a loop. One that nobody can close any more is closed and reported: when its faces were collected, at
/// the next opening; or when the loop closes. Python does so when it collects a file.
///
/// Loop-confined.
final class OpenFiles implements AutoCloseable {
    private static final LoopLocal<OpenFiles> OF_LOOP = new LoopLocal<>(_ -> new OpenFiles());
    private static final System.Logger LOG = System.getLogger("io.asyncio4j.file");

    private final Map<OpenFile, Reference<Object>> files = new LinkedHashMap<>();
    private final ReferenceQueue<Object> forgotten = new ReferenceQueue<>();
    private boolean someForgotten;

    private OpenFiles() {
    }

    static OpenFiles of(EventLoop loop) {
        return OF_LOOP.get(loop);
    }

    /// @param handle what the file's faces hold; when it is collected, nobody has the file
    void add(OpenFile file, Object handle) {
        closeForgotten();
        files.put(file, new WeakReference<>(handle, forgotten));
    }

    void remove(OpenFile file) {
        files.remove(file);
    }

    private void closeForgotten() {
        while (forgotten.poll() != null) {
            someForgotten = true;
        }
        if (!someForgotten) {
            return;
        }
        someForgotten = false;
        for (Map.Entry<OpenFile, Reference<Object>> entry : List.copyOf(files.entrySet())) {
            if (entry.getValue().refersTo(null)) {
                if (entry.getKey().idle()) {
                    close(entry.getKey());
                } else {
                    someForgotten = true; // its last operation is still on its way
                }
            }
        }
    }

    @Override
    public void close() {
        List.copyOf(files.keySet()).forEach(this::close);
    }

    private void close(OpenFile file) {
        files.remove(file);
        boolean inTime = file.isClosed() || file.belongsToProcess();
        String fate = "";
        try {
            int unwritten = file.closeNow();
            if (unwritten > 0) {
                fate = "; its last " + unwritten + " bytes were written now";
            }
        } catch (IOException failure) {
            fate = "; closing it failed now: " + failure.getMessage();
        }
        if (!inTime || !fate.isEmpty()) {
            LOG.log(Level.WARNING, "unclosed file: {0}{1}; open files with asyncWith or try{2}", file.name, fate,
                    origin(file.openedAt));
        }
    }

    private static String origin(StackTraceElement @Nullable [] openedAt) {
        return openedAt == null ? "" : "; opened at " + Arrays.toString(openedAt);
    }
}
