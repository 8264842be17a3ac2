package io.asyncio4j.http.server;

import io.asyncio4j.coroutine.AsyncContextManager;
import io.asyncio4j.coroutine.AsyncWith;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.dns.Resolver;
import io.asyncio4j.http.Timeouts;
import io.asyncio4j.http.codec.ServerListener;
import io.asyncio4j.http.codec.ServerWireOptions;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.multicore.LoopGroup;
import io.asyncio4j.multicore.LoopGroupOptions;
import io.asyncio4j.sync.Event;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.ReturnWhen;
import io.asyncio4j.task.Task;
import io.asyncio4j.task.Timeout;
import io.asyncio4j.task.Wait;
import io.asyncio4j.transport.Connections;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Answers HTTP/1.1 requests by a table of [Routes]. Loop-confined: it belongs to the loop it is started on.
///
/// ```java
/// asyncWith(new HttpServer(routes), server -> await(server.serveForever()));
/// ```
///
/// A request whose client has gone away is not cancelled. The counterpart of aiohttp's `web.AppRunner` with a `TCPSite`.
///
/// Implementation note.
///
/// | state | entered by |
/// |---|---|
/// | NEW | the constructor |
/// | STARTED | `start`, also while the host is looked up and the socket bound |
/// | STOPPED | `stop`, which ends when `ended` is set; there is no way back |
public final class HttpServer implements AsyncContextManager<HttpServer> {

    private enum State {
        NEW, STARTED, STOPPED
    }

    private final Routes routes;
    private final ServerOptions options;
    private State state = State.NEW;
    private @Nullable ServerListener listener;
    private @Nullable Dispatcher dispatcher;
    private final Event ended = new Event();

    /// Creates a server on `127.0.0.1:8080`; it does not listen yet.
    ///
    /// @param routes which handler answers what; frozen now
    public HttpServer(Routes routes) {
        this(routes, ServerOptions.DEFAULT);
    }

    /// Creates a server; it does not listen yet.
    ///
    /// @param routes which handler answers what; frozen now
    /// @param options where it listens and how it behaves
    public HttpServer(Routes routes, ServerOptions options) {
        this.routes = Objects.requireNonNull(routes, "routes");
        this.options = Objects.requireNonNull(options, "options");
        routes.freeze();
    }

    /// Serves on several cores: every loop of the group has a server, all listen on one address. The group's `drainSeconds` and
    /// the options' `stopTimeout` both limit how long running requests may take when it stops; its `server` and `limit` are
    /// not used.
    ///
    /// ```java
    /// try (LoopGroup group = HttpServer.startGroup(() -> new HttpServer(routes, options), LoopGroupOptions.DEFAULT)) {
    ///     group.join();    // until Ctrl-C, stop() from another thread, or a failure
    /// }
    /// ```
    ///
    /// @param factory makes a server for each loop, on that loop. Handlers that servers share must be safe for several threads
    /// @param group how many loops, and how they share the address
    /// @return the group; it accepts already
    /// @throws Exception `BindException` when the address is taken or not of this machine
    public static LoopGroup startGroup(Supplier<HttpServer> factory, LoopGroupOptions group) throws Exception {
        Objects.requireNonNull(factory, "factory");
        Objects.requireNonNull(group, "group");
        return LoopGroup.start(() -> new HttpService(factory.get()), group);
    }

    /// {@return a coroutine that begins to listen}
    ///
    /// A host's name is looked up by the loop's default executor. It throws `BindException` when the address is taken or not of
    /// this machine, `IllegalStateException` the second time, and when the server is stopped meanwhile.
    public Coroutine<@Nullable Void> start() {
        return Coroutine.of(() -> {
            open(true, options.port(), options.reusePort());
            return null;
        });
    }

    /// Starts; listens, or only takes what another server hands to it.
    ///
    /// @return where it listens, or null
    @Nullable InetSocketAddress open(boolean listens, int port, boolean reusePort) throws Exception {
        if (state != State.NEW) {
            throw new IllegalStateException("server was started already; create another one");
        }
        state = State.STARTED;
        EventLoop loop = EventLoop.running();
        Dispatcher taking = new Dispatcher(loop, routes);
        dispatcher = taking;
        ServerListener made = new ServerListener(loop, wireOptions(), taking);
        if (listens) {
            listen(made, port, reusePort);
            if (state == State.STOPPED) {
                made.close();
                throw new IllegalStateException("server was stopped while it started: " + options.host() + ":" + port
                        + "; create another one");
            }
        }
        listener = made;
        return made.address();
    }

    private void listen(ServerListener made, int port, boolean reusePort) throws Exception {
        InetSocketAddress address = options.host().equals(Connections.ALL_INTERFACES)
                ? new InetSocketAddress(port)
                : new InetSocketAddress(Resolver.system().resolve(options.host()).getFirst(), port);
        try {
            made.bind(address, options.backlog(),
                    reusePort ? Map.of(StandardSocketOptions.SO_REUSEPORT, true) : Map.of()).await();
        } catch (CancelledError cancelled) {
            made.close(); // bound and cancelled in the same iteration
            throw cancelled;
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            BindException readable = new BindException("listen on " + options.host() + ":" + port + " failed: " + why
                    + (why.contains("in use") ? "; choose another port or stop the program that has it"
                            : "; give an address of this machine and a port that the program may have"));
            readable.initCause(e);
            throw readable;
        }
    }

    /// {@return a coroutine that stops gracefully}
    ///
    /// No new connection is accepted, unused ones are closed, running requests may finish within `stopTimeout` and are cancelled
    /// then. Waits for the end when somebody else is stopping the server. Does nothing when it has not been started. Throws
    /// `IllegalStateException` in a handler of this server, which would wait for itself: make a task of it there.
    public Coroutine<@Nullable Void> stop() {
        return Coroutine.of(() -> {
            if (dispatcher != null && dispatcher.running().contains(Task.currentTask())) {
                throw new IllegalStateException(
                        "stop of a server was awaited by one of its handlers, which would wait for "
                                + "itself; make a task of it: createTask(server.stop())");
            }
            if (state == State.STARTED) {
                state = State.STOPPED;
                try {
                    if (listener != null && dispatcher != null) {
                        finish(listener, dispatcher);
                    }
                } finally {
                    ended.set();
                }
            } else if (state == State.STOPPED) {
                ended.waitFor().await();
            }
            return null;
        });
    }

    private void finish(ServerListener listening, Dispatcher taking) throws Exception {
        boolean over = false;
        try {
            AsyncWith.asyncWith(Timeout.timeout(Timeouts.seconds(options.stopTimeout())), scope -> {
                listening.drain().await();
                settle(taking);
            });
            over = true;
        } catch (TimeoutException e) {
            over = false;
        } finally {
            if (!over) {
                breakOff();
            }
        }
        if (!over) {
            settle(taking);
            listening.drain().await();
        }
    }

    /// Cancels running requests and closes all connections.
    void breakOff() {
        if (listener != null && dispatcher != null) {
            List.copyOf(dispatcher.running()).forEach(Task::cancel);
            listener.close();
        }
    }

    /// {@return a coroutine that ends when the server has stopped; it starts it if need be, and stops it when cancelled}
    public Coroutine<@Nullable Void> serveForever() {
        return Coroutine.of(() -> {
            if (state == State.NEW) {
                start().await();
            }
            try {
                ended.waitFor().await();
            } finally {
                stop().await();
            }
            return null;
        });
    }

    /// {@return the port it listens on}
    ///
    /// @throws IllegalStateException before the start
    public int port() {
        return address().getPort();
    }

    /// {@return the address clients use, such as `http://127.0.0.1:8080`}
    ///
    /// @throws IllegalStateException before the start
    public String url() {
        InetSocketAddress address = address();
        String host = address.getAddress().getHostAddress();
        return (options.ssl() == null ? "http://" : "https://")
                + (host.indexOf(':') < 0 ? host : "[" + host + "]")
                + ":" + address.getPort();
    }

    /// {@return the number of open connections}
    public int connections() {
        return listener == null ? 0 : listener.connections();
    }

    @Override
    public HttpServer aenter() throws Exception {
        start().await();
        return this;
    }

    @Override
    public boolean aexit(@Nullable Throwable failure) throws Exception {
        stop().await();
        return false;
    }

    ServerOptions options() {
        return options;
    }

    ServerListener listening() {
        ServerListener there = listener;
        if (there == null) {
            throw new IllegalStateException("server does not listen yet; await start() first");
        }
        return there;
    }

    private InetSocketAddress address() {
        InetSocketAddress bound = listening().address();
        if (bound == null) {
            throw new IllegalStateException("server does not listen: the first loop of its group accepts for it; "
                    + "ask the LoopGroup for its address");
        }
        return bound;
    }

    private static void settle(Dispatcher taking) throws Exception {
        List<Task<?>> running = List.copyOf(taking.running());
        if (!running.isEmpty()) {
            Wait.wait(running, Timeout.NONE, ReturnWhen.ALL_COMPLETED).await();
        }
    }

    private ServerWireOptions wireOptions() {
        return new ServerWireOptions(options.limits(), Timeouts.seconds(options.headerTimeout()),
                Timeouts.seconds(options.bodyTimeout()), Timeouts.seconds(options.keepAlive()),
                Timeouts.seconds(options.lingerTimeout()), options.pipeline(), options.ssl());
    }
}
