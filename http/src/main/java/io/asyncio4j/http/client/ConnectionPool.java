package io.asyncio4j.http.client;

import io.asyncio4j.http.Origin;
import io.asyncio4j.http.Timeouts;
import io.asyncio4j.http.codec.ClientWire;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.TimerHandle;
import io.asyncio4j.task.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keeps connections for reuse and bounds their number, in all and per origin. Loop-confined.
///
/// Implementation note. A connection is on lease (opening or in use) or idle; both count. Invariants: `open` is the number of
/// both, `perOrigin` the same by origin; no waiter could be served, because everything that frees room serves waiters in
/// their order at once. So a newcomer who finds room takes it from nobody. A waiter is served by completing its future with a
/// lease; if it is cancelled in the same breath, it gives the lease back, which serves the next.
final class ConnectionPool implements AutoCloseable {

    private record Idle(Origin origin, ClientWire wire, double until) {
    }

    private record Waiter(Origin origin, Future<Lease> turn) {
    }

    private final EventLoop loop;
    private final ClientOptions options;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private final Map<Origin, Integer> perOrigin = new HashMap<>();
    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private int open;
    private boolean closed;
    private @Nullable TimerHandle sweep;

    ConnectionPool(EventLoop loop, ClientOptions options) {
        this.loop = loop;
        this.options = options;
    }

    /// Waits for a connection, first come first served.
    Lease acquire(Origin origin) throws Exception {
        checkOpen();
        Lease lease = take(origin);
        if (lease != null) {
            return lease;
        }
        Waiter waiter = new Waiter(origin, new Future<>(loop));
        waiters.add(waiter);
        boolean taken = false;
        try {
            Lease served = waiter.turn.await();
            taken = true;
            return served;
        } finally {
            if (!taken) {
                waiters.remove(waiter);
                if (waiter.turn.isDone() && !waiter.turn.isCancelled() && waiter.turn.exception() == null) {
                    giveBack(waiter.turn.result(), false);
                }
            }
        }
    }

    /// Takes a lease back.
    ///
    /// @param reusable whether the connection may carry another request; if not, it is closed
    void giveBack(Lease lease, boolean reusable) {
        ClientWire wire = lease.wire();
        if (wire != null && reusable && !closed && wire.isOpen()) {
            idle.addLast(new Idle(lease.origin, wire, loop.time() + Timeouts.seconds(options.keepAlive())));
            arm();
        } else {
            forget(lease.origin);
            if (wire != null) {
                wire.close();
            }
        }
        serve();
    }

    /// Watches a connection that was just opened, so that it leaves the pool when its server closes it.
    void watch(Origin origin, ClientWire wire) {
        wire.onClose(() -> {
            if (idle.removeIf(candidate -> candidate.wire == wire)) {
                forget(origin);
                serve();
            }
        });
    }

    /// Closes the idle connections to an origin that has just closed one of them.
    void dropIdle(Origin origin) {
        for (Idle candidate : List.copyOf(idle)) {
            if (candidate.origin.equals(origin)) {
                drop(candidate);
            }
        }
    }

    int openConnections() {
        return open;
    }

    int idleConnections() {
        return idle.size();
    }

    int waiting() {
        return waiters.size();
    }

    @Override
    public void close() {
        closed = true;
        if (sweep != null) {
            sweep.cancel();
        }
        List.copyOf(idle).forEach(this::drop);
        for (Waiter waiter : new ArrayList<>(waiters)) {
            if (!waiter.turn.isDone() && !loop.isClosed()) {
                waiter.turn.setException(closedError());
            }
        }
        waiters.clear();
    }

    private @Nullable Lease take(Origin origin) {
        for (Iterator<Idle> freshestFirst = idle.descendingIterator(); freshestFirst.hasNext();) {
            Idle candidate = freshestFirst.next();
            if (candidate.origin.equals(origin)) {
                freshestFirst.remove();
                if (candidate.wire.isOpen()) {
                    return new Lease(origin, candidate.wire);
                }
                forget(origin);
            }
        }
        if (perOrigin.getOrDefault(origin, 0) >= options.connectionsPerHost()) {
            return null;
        }
        if (open >= options.connections()) {
            Idle oldest = idle.peekFirst();
            if (oldest == null) {
                return null;
            }
            drop(oldest);
        }
        open++;
        perOrigin.merge(origin, 1, Integer::sum);
        return new Lease(origin, null);
    }

    private void serve() {
        for (Iterator<Waiter> inOrder = waiters.iterator(); inOrder.hasNext();) {
            Waiter waiter = inOrder.next();
            if (waiter.turn.isDone()) {
                inOrder.remove();
                continue;
            }
            Lease lease = take(waiter.origin);
            if (lease != null) {
                inOrder.remove();
                waiter.turn.setResult(lease);
            } else if (open >= options.connections() && idle.isEmpty()) {
                return;
            }
        }
    }

    private void drop(Idle candidate) {
        idle.remove(candidate);
        forget(candidate.origin);
        candidate.wire.close();
    }

    private void forget(Origin origin) {
        open--;
        perOrigin.computeIfPresent(origin, (key, count) -> count == 1 ? null : count - 1);
    }

    private void arm() {
        Idle oldest = idle.peekFirst();
        if (sweep == null && oldest != null && oldest.until != Double.POSITIVE_INFINITY) {
            sweep = loop.callAt(oldest.until, this::sweep);
        }
    }

    private void sweep() {
        sweep = null;
        double now = loop.time();
        for (Idle candidate : List.copyOf(idle)) {
            if (candidate.until <= now) {
                drop(candidate);
            }
        }
        arm();
    }

    private void checkOpen() {
        if (closed) {
            throw closedError();
        }
    }

    private static IllegalStateException closedError() {
        return new IllegalStateException("client is closed; create another one");
    }
}
