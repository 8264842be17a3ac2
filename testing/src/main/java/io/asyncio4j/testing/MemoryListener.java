package io.asyncio4j.testing;

import io.asyncio4j.transport.spi.Acceptor;
import io.asyncio4j.transport.spi.Endpoint;
import io.asyncio4j.transport.spi.Listener;

import java.net.SocketAddress;
import java.util.ArrayDeque;

/// A listening socket of a [MemoryNetwork]. Loop-confined.
///
/// @implNote As in a kernel, a connection stands for the client as soon as it has a place in the backlog; when that is
/// full the client waits until there is one.
final class MemoryListener implements Listener {
    private final MemoryNetwork network;
    private final MemoryEndpoint endpoint;
    private final int backlog;
    private final Acceptor acceptor;
    private final Runnable unbind;
    private final ArrayDeque<MemoryWire> accepted = new ArrayDeque<>();
    private final ArrayDeque<Attempt> outside = new ArrayDeque<>();
    private boolean accepting;
    private boolean announced;
    private boolean closed;

    private record Attempt(MemoryWire wire, Runnable established) {
    }

    MemoryListener(MemoryNetwork network, SocketAddress address, int backlog, Acceptor acceptor, Runnable unbind) {
        this.network = network;
        this.endpoint = new MemoryEndpoint(address, null);
        this.backlog = backlog;
        this.acceptor = acceptor;
        this.unbind = unbind;
    }

    /// A client wants to connect; `established` is called when the connection stands for it.
    void connect(MemoryWire wire, Runnable established) {
        if (accepted.size() >= backlog) {
            outside.add(new Attempt(wire, established));
        } else {
            accepted.add(wire);
            established.run();
            announce();
        }
    }

    private void announce() {
        if (accepting && !announced && !accepted.isEmpty()) {
            announced = true;
            network.later(this::accept);
        }
    }

    private void accept() {
        announced = false;
        for (int left = accepted.size(); left > 0 && accepting; left--) {
            acceptor.accepted(accepted.remove());
            Attempt next = outside.poll();
            if (next != null) {
                accepted.add(next.wire);
                next.established.run();
            }
        }
        announce();
    }

    @Override
    public void accepting(boolean on) {
        accepting = on && !closed;
        announce();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            accepting = false;
            unbind.run();
            accepted.forEach(MemoryWire::reset);
            accepted.clear();
            outside.clear();
        }
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }
}
