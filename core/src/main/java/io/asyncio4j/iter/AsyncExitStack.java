package io.asyncio4j.iter;

import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.coroutine.AsyncContextManager;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.Rethrow;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A block that collects, while it runs, what is to be left at its end, last in first out: `contextlib.AsyncExitStack`.
/// For a number of context managers that is known only at run time:
///
/// ```java
/// asyncWith(new AsyncExitStack(), stack -> {
///     for (Address address : addresses) connections.add(await(stack.enterAsyncContext(connect(address))));
/// });
/// ```
///
/// Loop-confined. Each exit sees the failure that is current then: the body's, or what a later exit threw instead, or
/// null once an exit has swallowed it; the outcome is as if all managers were nested `asyncWith` blocks. A failure that
/// replaces another carries it as a suppressed exception.
public final class AsyncExitStack implements AsyncContextManager<AsyncExitStack>, AsyncCloseable {
    private Deque<AsyncExit> exits = new ArrayDeque<>();

    /// An empty stack.
    public AsyncExitStack() {
    }

    /// Enters a manager, and leaves it at the end.
    ///
    /// @return a coroutine that gives what the manager gives
    public <C extends @Nullable Object> Coroutine<C> enterAsyncContext(AsyncContextManager<C> manager) {
        Objects.requireNonNull(manager, "manager");
        return Coroutine.of(() -> {
            C entered = manager.aenter();
            pushAsyncExit(manager);
            return entered;
        });
    }

    /// Closes a plain resource at the end, as try-with-resources does.
    ///
    /// @return the resource
    public <C extends AutoCloseable> C enterContext(C resource) {
        pushAsyncCallback(Objects.requireNonNull(resource, "resource")::close);
        return resource;
    }

    /// Leaves a manager at the end that somebody else has entered, or will.
    public void pushAsyncExit(AsyncContextManager<?> manager) {
        exits.addLast(Objects.requireNonNull(manager, "manager")::aexit);
    }

    /// Calls `exit` at the end; it may await, and swallow the failure.
    public void pushAsyncExit(AsyncExit exit) {
        exits.addLast(Objects.requireNonNull(exit, "exit"));
    }

    /// Runs `callback` at the end; it may await, and cannot swallow a failure.
    public void pushAsyncCallback(AsyncAction callback) {
        Objects.requireNonNull(callback, "callback");
        exits.addLast(failure -> {
            callback.run();
            return false;
        });
    }

    /// Runs `callback` at the end; it cannot swallow a failure.
    public void callback(Runnable callback) {
        pushAsyncCallback(Objects.requireNonNull(callback, "callback")::run);
    }

    /// Moves everything to a new stack, so that the end of this block leaves nothing: for a function that sets several
    /// things up and hands them to its caller when all went well.
    public AsyncExitStack popAll() {
        AsyncExitStack heir = new AsyncExitStack();
        heir.exits = exits;
        exits = new ArrayDeque<>();
        return heir;
    }

    /// Leaves everything now, without a failure.
    @Override
    public Coroutine<@Nullable Void> aclose() {
        return Coroutine.of(() -> {
            aexit(null);
            return null;
        });
    }

    /// Gives the stack itself. Does not await.
    @Override
    public AsyncExitStack aenter() {
        return this;
    }

    /// Leaves everything, last in first out.
    @Override
    public boolean aexit(@Nullable Throwable failure) throws Exception {
        Throwable current = failure;
        boolean swallowed = false;
        boolean replaced = false;
        for (AsyncExit exit = exits.pollLast(); exit != null; exit = exits.pollLast()) {
            try {
                if (exit.exit(current)) {
                    swallowed = true;
                    replaced = false;
                    current = null;
                }
            } catch (Throwable thrown) {
                Rethrow.keep(current, thrown);
                current = thrown;
                replaced = true;
            }
        }
        if (replaced && current != null) {
            throw Rethrow.sneaky(current);
        }
        return failure != null && swallowed;
    }

    @Override
    public boolean tellsOfFailure() {
        return true;
    }
}
