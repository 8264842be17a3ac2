package io.asyncio4j.process;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.LoopLocal;
import io.asyncio4j.net.posix.Posix;
import io.asyncio4j.net.posix.PosixException;
import io.asyncio4j.transport.spi.Networks;
import io.asyncio4j.transport.spi.Watch;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Has the loop itself wait for a descriptor of the child: asyncio's `PidfdChildWatcher`, Linux only. No thread, no signal,
/// and a cost that does not depend on how many children there are.
public final class PidfdChildWatcher implements ChildWatcher {
    private final Map<Long, Watched> children = new ConcurrentHashMap<>();

    /// A watcher.
    public PidfdChildWatcher() {
    }

    /// Whether it works here.
    public static boolean isAvailable() {
        return Waiting.hasPidfd();
    }

    @Override
    public void addChildHandler(long pid, ChildCallback callback) {
        Objects.requireNonNull(callback, "callback");
        Watched there = children.get(pid);
        if (there != null) {
            there.callback = callback;
            return;
        }
        EventLoop loop = EventLoop.running();
        Watched fresh = new Watched(loop, pid, callback);
        int descriptor;
        try {
            descriptor = Waiting.openPidfd(pid);
        } catch (PosixException failure) {
            if (failure.errno() != Waiting.ESRCH) {
                throw new IllegalStateException("child cannot be watched: " + pid, failure);
            }
            callback.exited(pid, Waiting.unknown(pid)); // reaped already
            return;
        }
        try {
            fresh.watch(descriptor);
        } catch (IOException | RuntimeException failure) {
            Posix.of(loop).close(descriptor);
            throw new IllegalStateException("child cannot be watched: " + pid, failure);
        }
        children.put(pid, fresh);
    }

    @Override
    public boolean removeChildHandler(long pid) {
        Watched there = children.remove(pid);
        if (there == null) {
            return false;
        }
        there.forget();
        return true;
    }

    @Override
    public boolean isActive() {
        return true;
    }

    @Override
    public void close() {
        List.copyOf(children.keySet()).forEach(this::removeChildHandler);
    }

    private final class Watched {
        private final EventLoop loop;
        private final Open open;
        private final long pid;
        private volatile ChildCallback callback;
        private int descriptor = -1;
        private Watch watch = NEVER;
        private boolean ended;

        Watched(EventLoop loop, long pid, ChildCallback callback) {
            this.loop = loop;
            this.open = Open.CHILDREN.get(loop);
            this.pid = pid;
            this.callback = callback;
        }

        void watch(int descriptor) throws IOException {
            watch = Networks.of(loop).watch(descriptor, _ -> ended());
            try {
                watch.want(Watch.READ);
            } catch (RuntimeException refused) {
                watch.close();
                throw refused;
            }
            this.descriptor = descriptor;
            open.add(this);
        }

        private void ended() {
            if (!ended) {
                ended = true;
                loop.callSoon(this::report);
            }
        }

        private void report() {
            if (children.remove(pid, this)) {
                forget();
                callback.exited(pid, Waiting.reap(pid));
            }
        }

        void forget() {
            if (loop.inLoop()) {
                letGo();
            } else if (!loop.isClosed()) {
                loop.callSoonThreadsafe(this::letGo);
            }
        }

        private void letGo() {
            if (open.remove(this)) {
                watch.close();
                Posix.of(loop).close(descriptor);
            }
        }
    }

    /// The children watched by one loop; their descriptors are closed with it.
    private static final class Open implements AutoCloseable {
        static final LoopLocal<Open> CHILDREN = new LoopLocal<>(_ -> new Open());

        private final Set<Watched> all = new HashSet<>();

        void add(Watched watched) {
            all.add(watched);
        }

        boolean remove(Watched watched) {
            return all.remove(watched);
        }

        @Override
        public void close() {
            List.copyOf(all).forEach(Watched::letGo);
        }
    }

    private static final Watch NEVER = new Watch() {
        @Override
        public void want(int events) {
            // nothing to watch yet
        }

        @Override
        public void close() {
            // nothing to close yet
        }
    };
}
