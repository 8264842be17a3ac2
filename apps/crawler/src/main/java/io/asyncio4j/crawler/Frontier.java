package io.asyncio4j.crawler;

import static io.asyncio4j.Asyncio.await;

import io.asyncio4j.http.Url;
import io.asyncio4j.queue.Queue;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The addresses still to be visited; each is given out once. Loop-confined.
///
/// Implementation note. An address is waiting, under way, or done. The frontier is exhausted when none is waiting or under way,
/// since only a page under way can lead to new ones: that is what `Queue.join` waits for.
final class Frontier {

    /// An address to visit.
    ///
    /// @param number its place in the order of discovery
    /// @param url the address
    /// @param from the page that points there, or null for the first
    record Entry(int number, Url url, @Nullable Url from) {
    }

    private final Queue<Entry> queue = new Queue<>();
    private final Set<Url> known = new HashSet<>();
    private final int maxPages;
    private int given;
    private boolean truncated;

    Frontier(int maxPages) {
        this.maxPages = maxPages;
    }

    /// Adds an address, unless it is known or there are enough.
    void add(Url url, @Nullable Url from) {
        if (known.contains(url)) {
            return;
        }
        if (given >= maxPages) {
            truncated = true;
            return;
        }
        known.add(url);
        queue.putNowait(new Entry(given++, url, from));
    }

    /// Makes an address known that was reached by a redirect.
    ///
    /// @return whether it is new
    boolean reached(Url url) {
        return known.add(url);
    }

    /// Waits for the next address; followed by [#done] for each.
    Entry next() throws Exception {
        return await(queue.get());
    }

    /// Says that an address given out has been visited and its links are added.
    void done() {
        queue.taskDone();
    }

    /// Waits until nothing is left to visit.
    void exhausted() throws Exception {
        await(queue.join());
    }

    int waiting() {
        return queue.qsize();
    }

    /// {@return whether addresses were left out because there were enough}
    boolean isTruncated() {
        return truncated;
    }
}
