package io.asyncio4j.runner;

import io.asyncio4j.loop.CurrentLoop;
import io.asyncio4j.loop.EventLoop;
import org.jspecify.annotations.Nullable;

/// The policy in force, and asyncio's functions that go through it. Thread-safe.
public final class Policies {
    private static volatile @Nullable LoopPolicy policy;

    static {
        CurrentLoop.foundBy(Policies::currentOrNull);
    }

    private Policies() {
    }

    /// The policy in force; a [DefaultLoopPolicy] unless another was set.
    public static LoopPolicy getEventLoopPolicy() {
        LoopPolicy set = policy;
        if (set == null) {
            synchronized (Policies.class) {
                set = policy;
                if (set == null) {
                    set = new DefaultLoopPolicy();
                    policy = set;
                }
            }
        }
        return set;
    }

    /// Sets the policy; null to start anew with a [DefaultLoopPolicy].
    public static void setEventLoopPolicy(@Nullable LoopPolicy next) {
        policy = next;
    }

    /// The running loop; when none runs, the thread's current one as the policy has it.
    public static EventLoop getEventLoop() {
        EventLoop running = EventLoop.runningOrNull();
        return running != null ? running : getEventLoopPolicy().getEventLoop();
    }

    /// As [#getEventLoop()], but the default policy makes no loop for this.
    private static @Nullable EventLoop currentOrNull() {
        LoopPolicy asked = getEventLoopPolicy();
        return asked instanceof DefaultLoopPolicy usual ? usual.currentOrNull() : asked.getEventLoop();
    }

    /// Sets the thread's current loop; null for none.
    public static void setEventLoop(@Nullable EventLoop loop) {
        getEventLoopPolicy().setEventLoop(loop);
    }

    /// A new loop, made by the policy.
    public static EventLoop newEventLoop() {
        return getEventLoopPolicy().newEventLoop();
    }
}
