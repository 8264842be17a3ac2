package io.asyncio4j.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The only reader of a process's standard input. A read of it can be neither cancelled nor interrupted, so it is left
/// waiting when nobody wants its bytes any more, and what it reads is kept for the next who asks, in this loop or another.
///
/// Thread-safe. There is one for each stream that `System.in` has been, as there is one standard input for a process.
final class InputPump {
    private static final int CHUNK = 64 * 1024;
    private static final byte[] NONE = {};

    private static @Nullable InputPump current;

    private final InputStream in;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private byte[] ready = NONE;
    private boolean asked;
    private boolean ended;
    private @Nullable IOException failure;

    private InputPump(InputStream in) {
        this.in = in;
    }

    static synchronized InputPump of(InputStream in) {
        InputPump pump = current;
        if (pump == null || pump.in != in) {
            pump = new InputPump(in);
            current = pump;
        }
        return pump;
    }

    /// Waits for bytes.
    ///
    /// @param closed ends the wait, see [#wake()]
    /// @return how many; -1 at the end, or when it is closed
    int take(byte[] target, int from, int count, BooleanSupplier closed) throws IOException {
        lock.lock();
        try {
            while (ready.length == 0 && !ended && failure == null && !closed.getAsBoolean()) {
                ask();
                changed.awaitUninterruptibly();
            }
            if (closed.getAsBoolean()) {
                return -1;
            }
            if (ready.length > 0) {
                int taken = Math.min(count, ready.length);
                System.arraycopy(ready, 0, target, from, taken);
                ready = Arrays.copyOfRange(ready, taken, ready.length);
                return taken;
            }
            ended = false;
            IOException thrown = failure;
            failure = null;
            if (thrown != null) {
                throw thrown;
            }
            return -1;
        } finally {
            lock.unlock();
        }
    }

    private void ask() {
        if (!asked) {
            asked = true;
            Thread.ofPlatform().daemon().name("asyncio-stdin").start(this::readOnce);
        }
    }

    private void readOnce() {
        byte[] chunk = new byte[CHUNK];
        int count = 0;
        IOException thrown = null;
        try {
            count = in.read(chunk);
        } catch (IOException failed) {
            thrown = failed;
        }
        lock.lock();
        try {
            asked = false;
            failure = thrown;
            ended = count < 0;
            if (count > 0) {
                ready = joined(ready, Arrays.copyOf(chunk, count));
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Puts bytes before all others.
    void giveBack(byte[] unread) {
        lock.lock();
        try {
            ready = joined(unread, ready);
        } finally {
            lock.unlock();
        }
    }

    /// Makes all who wait ask whether they are closed.
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
