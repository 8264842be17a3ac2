package io.asyncio4j.iter;

import io.asyncio4j.coroutine.AsyncContextManager;
import io.asyncio4j.coroutine.StopAsyncIteration;
import io.asyncio4j.coroutine.StopIteration;

import org.jspecify.annotations.Nullable;

/// An async context manager made of an async generator that yields once. Loop-confined; for one use.
/*
 * | the generator, told of the body's end | exit |
 * |---|---|
 * | no failure: returns | done |
 * | no failure: yields | IllegalStateException |
 * | failure: returns | swallowed |
 * | failure: throws the same | not swallowed; the caller rethrows it |
 * | failure: throws another | that one |
 * | failure: yields | IllegalStateException |
 *
 * A StopIteration or StopAsyncIteration of the body counts as "the same" when the generator turned it into the cause of
 * an IllegalStateException, as it must.
 */
final class GeneratorContext<C extends @Nullable Object> implements AsyncContextManager<C> {
    private final AsyncGenerator<C> generator;

    GeneratorContext(AsyncGenerator<C> generator) {
        this.generator = generator;
    }

    @Override
    public C aenter() throws Exception {
        try {
            return generator.anext();
        } catch (StopAsyncIteration end) {
            throw new IllegalStateException(
                    "enter failed: generator didn't yield; yield exactly once, and use the"
                            + " manager for one block",
                    end);
        }
    }

    @Override
    public boolean aexit(@Nullable Throwable failure) throws Exception {
        if (failure == null) {
            try {
                generator.anext();
            } catch (StopAsyncIteration end) {
                return false;
            }
            throw yieldedAgain("generator didn't stop");
        }
        try {
            generator.athrow(failure).await();
        } catch (StopAsyncIteration end) {
            return end != failure;
        } catch (Throwable thrown) {
            if (thrown == failure || isTranslated(failure, thrown)) {
                return false;
            }
            throw thrown;
        }
        throw yieldedAgain("generator didn't stop after athrow");
    }

    private IllegalStateException yieldedAgain(String what) throws Exception {
        try {
            generator.aclose().await();
        } catch (Throwable closing) {
            closing.addSuppressed(new IllegalStateException(what));
            throw closing;
        }
        return new IllegalStateException("exit failed: " + what + "; yield exactly once");
    }

    private static boolean isTranslated(Throwable failure, Throwable thrown) {
        return (failure instanceof StopIteration || failure instanceof StopAsyncIteration)
                && thrown instanceof IllegalStateException && thrown.getCause() == failure;
    }
}
