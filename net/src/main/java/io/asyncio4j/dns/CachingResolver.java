package io.asyncio4j.dns;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.Shield;
import io.asyncio4j.task.Task;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Remembers what another resolver found, for a time; failures are not remembered. Several that ask for one host at the
/// same time share one question, and the others live on when the one that asked is cancelled.
///
/// Loop-confined: one cache for one loop.
public final class CachingResolver implements Resolver {
    private final Resolver source;
    private final double seconds;
    private final int capacity;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Task<List<InetAddress>>> asking = new HashMap<>();

    /// A cache.
    ///
    /// @param source is asked for what is not known
    /// @param seconds how long an answer is good
    /// @param capacity how many hosts are remembered; the oldest answer goes first
    /// @throws IllegalArgumentException when seconds or capacity are not positive
    public CachingResolver(Resolver source, double seconds, int capacity) {
        Objects.requireNonNull(source, "source");
        if (!(seconds > 0) || capacity <= 0) {
            throw new IllegalArgumentException("resolver cache cannot hold anything: seconds=" + seconds + ", capacity="
                    + capacity + "; give positive numbers, or use the resolver without a cache");
        }
        this.source = source;
        this.seconds = seconds;
        this.capacity = capacity;
    }

    private record Entry(List<InetAddress> addresses, double goodUntil) {
    }

    @Override
    public List<InetAddress> resolve(String host) throws Exception {
        Objects.requireNonNull(host, "host");
        EventLoop loop = EventLoop.running();
        Entry known = entries.get(host);
        if (known != null && loop.time() < known.goodUntil) {
            return known.addresses;
        }
        Task<List<InetAddress>> question = asking.get(host);
        if (question == null) {
            question = Task.create(loop, () -> source.resolve(host), "resolve " + host, null);
            asking.put(host, question);
            question.addDoneCallback(answer -> {
                asking.remove(host);
                if (!answer.isCancelled() && answer.exception() == null) {
                    remember(loop, host, resultOf(answer));
                }
            });
        }
        return Shield.shield(question).await();
    }

    private static List<InetAddress> resultOf(Future<List<InetAddress>> answer) {
        try {
            return answer.result();
        } catch (Exception impossible) {
            throw new IllegalStateException("an answer without failure failed", impossible);
        }
    }

    private void remember(EventLoop loop, String host, List<InetAddress> addresses) {
        entries.remove(host);
        while (entries.size() >= capacity) {
            entries.remove(entries.keySet().iterator().next());
        }
        entries.put(host, new Entry(List.copyOf(addresses), loop.time() + seconds));
    }

    /// Forgets all answers.
    public void clear() {
        entries.clear();
    }
}
