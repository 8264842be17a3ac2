package io.asyncio4j.http.server;

import io.asyncio4j.coroutine.AsyncContextManager;
import io.asyncio4j.coroutine.AsyncWith;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.http.Timeouts;
import io.asyncio4j.http.codec.ServerListener;
import io.asyncio4j.http.codec.ServerWireOptions;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.ReturnWhen;
import io.asyncio4j.task.Task;
import io.asyncio4j.task.Timeout;
import io.asyncio4j.task.Wait;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
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
/// | STARTED | `start` |
/// | STOPPED | `stop`; there is no way back |
public final class HttpServer implements AsyncContextManager<HttpServer> {

    private enum State {
        NEW, STARTED, STOPPED
    }

    private final Routes routes;
    private final ServerOptions options;
    private State state = State.NEW;
    private @Nullable ServerListener listener;
    private @Nullable Dispatcher dispatcher;
    private @Nullable Future<@Nullable Void> stopped;

    /// Creates a server on `127.0.0.1:8080`; it does not listen yet.
    ///
    /// @param routes which handler answers what; frozen now
    public HttpServer(Routes routes) {
        this(routes, ServerOptions.defaults());
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

    /// {@return a coroutine that begins to listen}
    ///
    /// It throws `IOException` when the address is taken or not of this machine, `IllegalStateException` the second time.
    public Coroutine<@Nullable Void> start() {
        return Coroutine.of(() -> {
            if (state != State.NEW) {
                throw new IllegalStateException("server was started already; create another one");
            }
            state = State.STARTED;
            EventLoop loop = EventLoop.running();
            Dispatcher taking = new Dispatcher(loop, routes);
            dispatcher = taking;
            stopped = new Future<>(loop);
            InetSocketAddress address = new InetSocketAddress(options.host(), options.port());
            Future<ServerListener> bound =
                    ServerListener.bind(loop, address, options.backlog(), wireOptions(), taking);
            try {
                listener = bound.await();
            } catch (CancelledError cancelled) {
                if (bound.isDone() && !bound.isCancelled() && bound.exception() == null) {
                    bound.result().close(); // bound and cancelled in the same iteration
                }
                throw cancelled;
            } catch (IOException e) {
                throw new IOException(
                        "server cannot listen on " + options.host() + ":" + options.port() + ": "
                                + e.getMessage() + "; is another one running there?",
                        e);
            }
            return null;
        });
    }

    /// {@return a coroutine that stops gracefully}
    ///
    /// No new connection is accepted, unused ones are closed, running requests may finish within `stopTimeout` and are cancelled
    /// then. Does nothing when the server does not run.
    public Coroutine<@Nullable Void> stop() {
        return Coroutine.of(() -> {
            ServerListener listening = listener;
            Dispatcher taking = dispatcher;
            if (state != State.STARTED || listening == null || taking == null) {
                return null;
            }
            state = State.STOPPED;
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
                    List.copyOf(taking.running()).forEach(Task::cancel);
                    listening.close();
                }
            }
            if (!over) {
                settle(taking);
                listening.drain().await();
            }
            if (stopped != null && !stopped.isDone()) {
                stopped.setResult(null);
            }
            return null;
        });
    }

    /// {@return a coroutine that ends when the server has stopped; it starts it if need be, and stops it when cancelled}
    public Coroutine<@Nullable Void> serveForever() {
        return Coroutine.of(() -> {
            if (state == State.NEW) {
                start().await();
            }
            Future<@Nullable Void> end = stopped;
            if (end == null || state == State.STOPPED) {
                return null;
            }
            try {
                end.await();
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
        return listening().address().getPort();
    }

    /// {@return the address clients use, such as `http://127.0.0.1:8080`}
    ///
    /// @throws IllegalStateException before the start
    public String url() {
        InetSocketAddress address = listening().address();
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

    private ServerListener listening() {
        ServerListener there = listener;
        if (there == null) {
            throw new IllegalStateException("server does not listen yet; await start() first");
        }
        return there;
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
