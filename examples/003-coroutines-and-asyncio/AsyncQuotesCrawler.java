// Fetches five pages of quotations at the same time and saves what they say. Arguments: the site and the file to write.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.http.client.HttpClient;
import io.asyncio4j.http.client.HttpResponse;

record Quote(String text, String author) {
}

List<Quote> parse(String text) {
    Pattern quotePattern = Pattern.compile("<span class=\"text\" itemprop=\"text\">(.+?)</span>");
    Pattern authorPattern = Pattern.compile("<small class=\"author\" itemprop=\"author\">(.+?)</small>");
    List<String> quotes = quotePattern.matcher(text).results().map(found -> found.group(1)).toList();
    List<String> authors = authorPattern.matcher(text).results().map(found -> found.group(1)).toList();
    return IntStream.range(0, Math.min(quotes.size(), authors.size()))
            .mapToObj(i -> new Quote(quotes.get(i), authors.get(i))).toList();
}

Coroutine<List<Quote>> fetchUrl(HttpClient session, String url) {
    return async(() -> {
        HttpResponse response = await(session.get(url)).throwOnError();
        return parse(response.text());
    });
}

Coroutine<Void> crawl(String site, Path file) {
    return async(() -> {
        long startTime = System.nanoTime();

        List<List<Quote>> results;
        try (HttpClient session = HttpClient.create()) {
            List<Coroutine<List<Quote>>> tasks = IntStream.range(1, 6)
                    .mapToObj(page -> fetchUrl(session, site + "/page/" + page + "/")).toList();
            results = await(gather(tasks));
        }

        IO.println(String.format(Locale.ROOT, "Total time: %.2f s", (System.nanoTime() - startTime) / 1e9));

        List<String> lines = results.stream().flatMap(List::stream)
                .map(quote -> quote.text() + " by " + quote.author()).toList();
        Files.write(file, lines);
        IO.println("Results saved to " + file);
    });
}

void main(String[] args) throws Exception {
    String site = args.length > 0 ? args[0] : "http://quotes.toscrape.com";
    Path file = Path.of(args.length > 1 ? args[1] : "quotes.txt");
    run(crawl(site, file));
}
