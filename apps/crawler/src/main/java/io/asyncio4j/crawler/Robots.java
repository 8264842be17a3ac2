package io.asyncio4j.crawler;

import static io.asyncio4j.Asyncio.await;
import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.shield;

import io.asyncio4j.http.HttpException;
import io.asyncio4j.http.HttpTimeoutException;
import io.asyncio4j.http.Origin;
import io.asyncio4j.http.client.HttpClient;
import io.asyncio4j.http.client.HttpResponse;
import io.asyncio4j.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// The robots.txt of each origin, fetched once. Loop-confined.
///
/// No file (4xx) allows everything. A server that fails (5xx) forbids everything, as RFC 9309 wants it. Where it cannot be
/// reached at all, everything is allowed: the visit itself will fail and say why. One that says nothing has no page
/// that can be had: the visit would only wait as long again.
final class Robots {

    private static final int MAX_BYTES = 512 * 1024;

    private final HttpClient client;
    private final Map<Origin, Task<RobotsRules>> rules = new HashMap<>();

    Robots(HttpClient client) {
        this.client = client;
    }

    /// {@return the rules of an origin}
    ///
    /// Throws [Fetcher.Unavailable] where nothing came in time.
    RobotsRules of(Origin origin) throws Exception {
        Task<RobotsRules> task = rules.get(origin);
        if (task == null) {
            task = createTask(() -> fetch(origin), "robots.txt of " + origin);
            rules.put(origin, task);
        }
        // Shielded, because one visitor that is cancelled must not take the rules from the others.
        return task.isDone() ? task.result() : await(shield(task));
    }

    private RobotsRules fetch(Origin origin) throws Exception {
        try {
            HttpResponse response = await(client.get(origin + "/robots.txt"));
            if (response.status().isSuccess()) {
                byte[] bytes = response.bytes();
                return RobotsRules.parse(
                        new String(bytes, 0, Math.min(bytes.length, MAX_BYTES), StandardCharsets.UTF_8));
            }
            return response.status().code() >= 500 ? RobotsRules.REFUSE_ALL : RobotsRules.ALLOW_ALL;
        } catch (HttpTimeoutException silent) {
            throw new Fetcher.Unavailable(Failure.of(silent));
        } catch (HttpException unreachable) {
            return RobotsRules.ALLOW_ALL;
        }
    }
}
