package io.asyncio4j.net.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.LoopLocal;
import io.asyncio4j.transport.spi.Watch;
import io.asyncio4j.transport.spi.WatchListener;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One thread that waits with `poll` for all descriptors of a loop whose own driver cannot: the JDK's selectors take no
/// descriptors. Thread-safe where said; the listeners are called on the loop.
///
/// @implNote What is wanted stands in `wanted`, guarded by the lock; every change writes a byte to a pipe of the thread's
/// own, which makes it look again. A descriptor that has been reported is left out until the loop has told its listener.
public final class WatchThread implements AutoCloseable {
    private static final LoopLocal<WatchThread> LOCAL = new LoopLocal<>(WatchThread::new);
    private static final int ENTRY = 8; // struct pollfd: int, short, short
    private static final int FAILED = 0x38; // POLLERR, POLLHUP, POLLNVAL
    private static final int ANYTHING = ~0;
    private static final byte[] NUDGE = {1};
    private static final Logger LOG = System.getLogger("io.asyncio4j.net");

    private final EventLoop loop;
    private final Object lock = new Object();
    private final Set<Descriptor> wanted = new LinkedHashSet<>();
    private final Posix atLoop;
    private @Nullable Thread thread;
    private int nudgeFrom = -1;
    private int nudgeTo = -1;
    private boolean closed;

    private WatchThread(EventLoop loop) {
        this.loop = loop;
        this.atLoop = Posix.of(loop);
    }

    /// The loop's own; it has no thread before something is wanted.
    ///
    /// @throws UnsupportedOperationException where there is no `poll`
    public static WatchThread of(EventLoop loop) {
        if (!Posix.isAvailable()) {
            throw new UnsupportedOperationException(
                    "descriptors cannot be watched here: this is not Linux, or native access is off;"
                            + " use streams or channels");
        }
        return LOCAL.get(loop);
    }

    /// Watches a descriptor. Loop thread only.
    public Watch watch(int descriptor, WatchListener listener) throws IOException {
        if (thread == null) {
            int[] pipe = atLoop.pipe();
            nudgeFrom = pipe[0];
            nudgeTo = pipe[1];
            atLoop.nonBlocking(nudgeFrom);
            atLoop.nonBlocking(nudgeTo);
            thread = Thread.ofPlatform().daemon().name("asyncio4j-watch").start(this::run);
        }
        return new Descriptor(descriptor, listener);
    }

    /// Makes the thread look again; under the lock, while it is not closed.
    private void nudge() {
        try {
            atLoop.write(nudgeTo, NUDGE, 0, 1); // a full pipe does as well
        } catch (PosixException gone) {
            throw new IllegalStateException("watch thread is gone", gone);
        }
    }

    private void run() {
        Posix posix = new Posix();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment table = arena.allocate(64 * ENTRY, 4);
            while (true) {
                List<Descriptor> asked;
                synchronized (lock) {
                    if (closed) {
                        break;
                    }
                    asked = List.copyOf(wanted);
                }
                int count = asked.size() + 1;
                if ((long) count * ENTRY > table.byteSize()) {
                    table = arena.allocate(2L * count * ENTRY, 4);
                }
                enter(table, 0, nudgeFrom, Watch.READ);
                for (int i = 0; i < asked.size(); i++) {
                    enter(table, i + 1, asked.get(i).number, asked.get(i).events);
                }
                posix.poll(table, count);
                if (table.get(JAVA_SHORT, 6) != 0) {
                    posix.read(nudgeFrom);
                }
                for (int i = 0; i < asked.size(); i++) {
                    int reported = table.get(JAVA_SHORT, (i + 1L) * ENTRY + 6);
                    if (reported != 0) {
                        report(asked.get(i), (reported & FAILED) != 0 ? ANYTHING : reported);
                    }
                }
            }
        } catch (PosixException failure) {
            LOG.log(Level.ERROR, "descriptors are no longer watched: poll failed", failure);
        }
        synchronized (lock) {
            closed = true; // and so nobody writes to the pipe any more
            posix.close(nudgeFrom);
            posix.close(nudgeTo);
        }
    }

    private static void enter(MemorySegment table, int index, int descriptor, int events) {
        long at = (long) index * ENTRY;
        table.set(JAVA_INT, at, descriptor);
        table.set(JAVA_SHORT, at + 4, (short) events);
        table.set(JAVA_SHORT, at + 6, (short) 0);
    }

    private void report(Descriptor descriptor, int events) {
        synchronized (lock) {
            if (!wanted.remove(descriptor)) {
                return;
            }
        }
        try {
            loop.callSoonThreadsafe(() -> descriptor.tell(events));
        } catch (IllegalStateException loopClosed) {
            // nobody is there to be told; this thread ends when it is closed too
        }
    }

    /// Ends the thread. Loop thread only.
    @Override
    public void close() {
        synchronized (lock) {
            wanted.clear();
            if (thread != null && !closed) {
                nudge();
            }
            closed = true;
        }
    }

    private final class Descriptor implements Watch {
        private final int number;
        private final WatchListener listener;
        private volatile int events;

        Descriptor(int number, WatchListener listener) {
            this.number = number;
            this.listener = listener;
        }

        @Override
        public void want(int wish) {
            if (wish == events) {
                return;
            }
            synchronized (lock) {
                events = wish;
                if (closed) {
                    return;
                }
                if (wish == 0) {
                    wanted.remove(this);
                } else {
                    wanted.add(this);
                }
                nudge();
            }
        }

        private void tell(int happened) {
            int heard = events & happened;
            if (heard != 0) {
                listener.ready(heard);
            }
            loop.schedule(_ -> {
                synchronized (lock) {
                    if (events != 0 && !closed && wanted.add(this)) {
                        nudge();
                    }
                }
            });
        }

        @Override
        public void close() {
            want(0);
        }
    }
}
