package io.asyncio4j.iter;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.StopAsyncIteration;
import io.asyncio4j.coroutine.StopIteration;

/// Drives the calls of async generators without a loop, and tells what came out in one word list. Stateless.
final class ByHand {
    private ByHand() {
    }

    /// What one `send(null)` led to: `awaits x`, `gives x`, `end`, or the exception.
    static Object send(Coroutine<?> call) {
        return send(call, null);
    }

    static Object send(Coroutine<?> call, Object value) {
        try {
            return "awaits " + call.send(value);
        } catch (StopIteration result) {
            return "gives " + result.value();
        } catch (StopAsyncIteration end) {
            return "end";
        } catch (Throwable failure) {
            return failure;
        }
    }

    /// The same after an exception was raised in the call.
    static Object raise(Coroutine<?> call, Throwable exception) {
        try {
            return "awaits " + call.raise(exception);
        } catch (StopIteration result) {
            return "gives " + result.value();
        } catch (StopAsyncIteration end) {
            return "end";
        } catch (Throwable failure) {
            return failure;
        }
    }

    /// An awaitable that yields `value` once.
    static Object pause(Object value) {
        return Coroutine.yield(value);
    }
}
