package io.asyncio4j.http.server;

import io.asyncio4j.http.codec.IncomingRequest;
import io.asyncio4j.http.codec.OutgoingResponse;
import io.asyncio4j.http.codec.RequestSink;
import io.asyncio4j.http.codec.ServerExchange;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.ExceptionContext;
import io.asyncio4j.loop.KeyboardInterrupt;
import io.asyncio4j.loop.SystemExit;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Task;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Runs the handler of each request in a task of its own. Loop-confined.
final class Dispatcher implements RequestSink {

    private final EventLoop loop;
    private final Routes routes;
    private final Set<Task<?>> running = new LinkedHashSet<>();

    Dispatcher(EventLoop loop, Routes routes) {
        this.loop = loop;
        this.routes = routes;
    }

    @Override
    public void accept(ServerExchange exchange) {
        Task<@Nullable Void> task = Task.create(loop, () -> {
            answer(exchange);
            return null;
        }, null, null);
        // The loop knows tasks only while they are scheduled; a handler that waits must not be lost.
        running.add(task);
        task.addDoneCallback(running::remove);
    }

    Set<Task<?>> running() {
        return running;
    }

    private void answer(ServerExchange exchange) {
        Response response;
        try {
            response = handle(exchange);
        } catch (CancelledError | KeyboardInterrupt | SystemExit e) {
            exchange.abort();
            throw e;
        } catch (Throwable e) {
            loop.callExceptionHandler(
                    ExceptionContext.of("handler of " + line(exchange.request()) + " failed")
                            .withException(e));
            response = Response.status(500);
        }
        exchange.respond(new OutgoingResponse(response.status(), response.headers(), response.bytes()));
    }

    private Response handle(ServerExchange exchange) throws Exception {
        IncomingRequest message = exchange.request();
        int mark = message.target().indexOf('?');
        String path = mark < 0 ? message.target() : message.target().substring(0, mark);
        Routes.Match match = routes.match(message.method(), path);
        @Nullable Response response =
                match.handler().handle(new Request(message, match.values(), exchange.peer()));
        if (response == null) {
            throw new IllegalStateException(
                    "handler of " + line(message) + " returned null; return a Response for every request");
        }
        return response;
    }

    private static String line(IncomingRequest message) {
        return message.method() + " " + message.target();
    }
}
