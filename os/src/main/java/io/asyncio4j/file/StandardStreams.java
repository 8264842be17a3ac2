package io.asyncio4j.file;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.LoopLocal;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// A loop's faces of the three standard streams. Loop-confined.
final class StandardStreams {
    private static final LoopLocal<StandardStreams> OF_LOOP = new LoopLocal<>(StandardStreams::new);
    /// Waiting for a person would keep a thread of the loop's executor busy, and the end of the program waiting.
    private static final Executor OWN_THREAD = task -> Thread.ofVirtual().name("asyncio-stdin-wait").start(task);

    private final EventLoop loop;
    private @Nullable Face<InputStream> in;
    private @Nullable Face<PrintStream> out;
    private @Nullable Face<PrintStream> err;

    private StandardStreams(EventLoop loop) {
        this.loop = loop;
    }

    /// @param of what it was made for: `System.setIn` and its like make another face necessary
    private record Face<S>(S of, AsyncTextFile file) {
    }

    static StandardStreams of(EventLoop loop) {
        return OF_LOOP.get(loop);
    }

    AsyncTextFile in() {
        InputStream now = System.in;
        Face<InputStream> face = in;
        if (face == null || face.of != now || face.file.isClosed()) {
            Charset charset = Charset.forName(System.getProperty("stdin.encoding", "UTF-8"), Charset.defaultCharset());
            face = new Face<>(now, open(new StandardInput(InputPump.of(now)), "<stdin>", charset, OWN_THREAD));
            in = face;
        }
        return face.file;
    }

    AsyncTextFile out() {
        Face<PrintStream> face = printing(out, System.out, "<stdout>");
        out = face;
        return face.file;
    }

    AsyncTextFile err() {
        Face<PrintStream> face = printing(err, System.err, "<stderr>");
        err = face;
        return face.file;
    }

    private Face<PrintStream> printing(@Nullable Face<PrintStream> face, PrintStream now, String name) {
        return face != null && face.of == now && !face.file.isClosed() ? face
                : new Face<>(now, open(new StandardOutput(now), name, now.charset(), null));
    }

    private AsyncTextFile open(Device device, String name, Charset charset, @Nullable Executor executor) {
        boolean readable = device instanceof StandardInput;
        OpenFile file = new OpenFile(loop, executor, device, name, 0, readable, !readable);
        Object handle = new Object();
        OpenFiles.of(loop).add(file, handle);
        return new AsyncTextFile(file, handle, FileOptions.DEFAULT.withCharset(charset));
    }
}
