package io.asyncio4j.process;

import io.asyncio4j.runner.LoopPolicy;
import io.asyncio4j.runner.Policies;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/// asyncio's `get_child_watcher` and `set_child_watcher`: the child watcher belongs to the policy in force. Thread-safe.
public final class ChildWatchers {
    private static final Map<LoopPolicy, ChildWatcher> OF_POLICY =
            Collections.synchronizedMap(new WeakHashMap<>());

    private ChildWatchers() {
    }

    /// A policy that has a child watcher of its own; another one's is kept for it here.
    public interface Policy extends LoopPolicy {

        /// The watcher.
        ChildWatcher getChildWatcher();

        /// Sets the watcher; null for the default one again.
        void setChildWatcher(@Nullable ChildWatcher watcher);
    }

    /// The watcher of the policy in force: unless another one was set, the one that needs no thread where it works.
    public static ChildWatcher getChildWatcher() {
        LoopPolicy policy = Policies.getEventLoopPolicy();
        return policy instanceof Policy own ? own.getChildWatcher()
                : OF_POLICY.computeIfAbsent(policy, _ -> newChildWatcher());
    }

    /// Sets the watcher of the policy in force; null for the default one again.
    public static void setChildWatcher(@Nullable ChildWatcher watcher) {
        LoopPolicy policy = Policies.getEventLoopPolicy();
        if (policy instanceof Policy own) {
            own.setChildWatcher(watcher);
        } else if (watcher == null) {
            OF_POLICY.remove(policy);
        } else {
            OF_POLICY.put(policy, watcher);
        }
    }

    /// The best watcher for this machine.
    public static ChildWatcher newChildWatcher() {
        if (PidfdChildWatcher.isAvailable()) {
            return new PidfdChildWatcher();
        }
        return ThreadedChildWatcher.isAvailable() ? new ThreadedChildWatcher()
                : new ProcessHandleChildWatcher();
    }
}
