package io.asyncio4j.file;

import io.asyncio4j.coroutine.AsyncContextManager;
import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.Future;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A file that is to be opened: await it, or give it to `asyncWith`, which also closes it. Nothing happens before; each
/// await opens the file anew.
///
/// Loop-confined. Cancelled while the file is being opened, it gives up at once, and what is opened after all is closed.
/// A named pipe waits for its other end and keeps a thread of the executor busy until it comes: give such files an
/// executor of their own.
///
/// @param <F> the kind of file
public final class Opening<F extends AsyncFile> implements Awaitable<F>, AsyncContextManager<F> {
    /// What a thread has opened.
    record Opened(Device device, String name, long position, boolean readable, boolean writable) {
        void close() {
            try {
                device.close(new byte[0]);
            } catch (IOException nobodyHasWritten) {
                // there is nobody to tell, and nothing lost
            }
        }
    }

    /// Makes what the program works with.
    interface Face<F> {
        F of(OpenFile file, Object handle);
    }

    private final @Nullable Executor executor;
    private final Callable<Opened> call;
    private final Face<F> face;
    private boolean entering;
    private @Nullable F entered;

    Opening(@Nullable Executor executor, Callable<Opened> call, Face<F> face) {
        this.executor = executor;
        this.call = call;
        this.face = face;
    }

    /// Opens the file.
    ///
    /// @throws IOException as [java.nio.channels.FileChannel#open] does, for instance
    ///         [java.nio.file.NoSuchFileException] or [java.nio.file.AccessDeniedException]
    @Override
    public F await() throws Exception {
        EventLoop loop = EventLoop.running();
        AtomicBoolean abandoned = new AtomicBoolean();
        Trip<Opened> trip = new Trip<>(loop, executor, () -> {
            Opened opened = call.call();
            if (abandoned.get()) {
                opened.close();
            }
            return opened;
        });
        try {
            trip.join();
        } catch (Throwable leaving) {
            if (!trip.withdraw()) {
                abandoned.set(true);
                trip.whenDone(Opening::closeUnwanted);
            }
            throw leaving;
        }
        Opened opened = trip.result();
        OpenFile file = new OpenFile(loop, executor, opened.device, opened.name, opened.position, opened.readable,
                opened.writable);
        Object handle = new Object();
        OpenFiles.of(loop).add(file, handle);
        return face.of(file, handle);
    }

    private static void closeUnwanted(Future<Opened> done) {
        try {
            done.result().close();
        } catch (Exception notOpened) {
            // nobody waits for the failure either
        }
    }

    /// Opens the file.
    ///
    /// @throws IllegalStateException inside a block of the same opening
    @Override
    public F aenter() throws Exception {
        if (entering) {
            throw new IllegalStateException("asyncWith refused: this opening is in a block already; make one for each");
        }
        entering = true;
        try {
            F file = await();
            entered = file;
            return file;
        } finally {
            entering = entered != null;
        }
    }

    /// Closes the file. When the body has failed, that failure stays the one that comes out.
    @Override
    public boolean aexit(@Nullable Throwable failure) throws Exception {
        F file = Objects.requireNonNull(entered, "aexit without aenter");
        entered = null;
        entering = false;
        try {
            file.close();
        } catch (IOException closing) {
            if (failure == null) {
                throw closing;
            }
            failure.addSuppressed(closing);
        }
        return false;
    }
}
