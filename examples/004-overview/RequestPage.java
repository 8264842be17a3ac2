// One HTTP request with a header of our own. Argument: the address.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.http.client.HttpClient;
import io.asyncio4j.http.client.HttpResponse;

Coroutine<Void> req(String url, Map<String, String> head) {
    return async(() -> {
        try (HttpClient session = HttpClient.create()) {
            var request = session.get(url);
            for (var field : head.entrySet()) {
                request = request.header(field.getKey(), field.getValue());
            }
            HttpResponse response = await(request);
            String pageHtml = response.text();
            IO.println(response.status());
            IO.println(pageHtml);
        }
    });
}

void main(String[] args) throws Exception {
    String url = args.length > 0 ? args[0] : "http://example.org/";
    run(req(url, Map.of("User-Agent", "Mozilla/5.0", "Accept", "text/html")));
}
