package io.asyncio4j.runner;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.Interrupts;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The policy of asyncio 3.11: the main thread gets a loop when it first asks for one and none was ever set; any other
/// thread must set its own. Thread-safe.
public final class DefaultLoopPolicy implements LoopPolicy {
    private final ThreadLocal<Slot> slots = ThreadLocal.withInitial(Slot::new);
    private final Supplier<? extends EventLoop> factory;

    private static final class Slot {
        @Nullable EventLoop loop;
        boolean setCalled;
    }

    /// A policy that makes ordinary loops.
    public DefaultLoopPolicy() {
        this(EventLoop::new);
    }

    /// A policy that makes loops by this factory.
    public DefaultLoopPolicy(Supplier<? extends EventLoop> factory) {
        this.factory = Objects.requireNonNull(factory, "factory");
    }

    @Override
    public EventLoop getEventLoop() {
        Slot slot = slots.get();
        if (slot.loop == null && !slot.setCalled && Interrupts.isMainThread()) {
            setEventLoop(newEventLoop());
        }
        EventLoop loop = slot.loop;
        if (loop == null) {
            throw new IllegalStateException("There is no current event loop in thread '"
                    + Thread.currentThread().getName() + "'; use Asyncio.run, or setEventLoop(newEventLoop())");
        }
        return loop;
    }

    @Nullable EventLoop currentOrNull() {
        return slots.get().loop;
    }

    @Override
    public void setEventLoop(@Nullable EventLoop loop) {
        Slot slot = slots.get();
        slot.setCalled = true;
        slot.loop = loop;
    }

    @Override
    public EventLoop newEventLoop() {
        return factory.get();
    }
}
