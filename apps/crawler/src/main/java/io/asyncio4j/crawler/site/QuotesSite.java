package io.asyncio4j.crawler.site;

import static io.asyncio4j.Asyncio.await;
import static io.asyncio4j.Asyncio.sleep;

import io.asyncio4j.crawler.site.Anthology.Author;
import io.asyncio4j.http.server.Handler;
import io.asyncio4j.http.server.HttpServer;
import io.asyncio4j.http.server.Request;
import io.asyncio4j.http.server.Response;
import io.asyncio4j.http.server.Routes;
import io.asyncio4j.http.server.ServerOptions;
import java.time.Duration;

/// A web site with a hundred quotations on ten pages, a page for each author, and a robots.txt. Immutable.
///
/// Every page takes its time, as pages do on the real net; that is what a concurrent crawl saves.
public final class QuotesSite {

    private static final int PER_PAGE = 10;
    private static final String ROBOTS = """
            User-agent: *
            Disallow: /login
            """;

    private final Anthology anthology = Anthology.load();
    private final Duration latency;

    /// Creates the site.
    ///
    /// @param latency how long each page takes
    public QuotesSite(Duration latency) {
        this.latency = latency;
    }

    /// {@return a server with the site on a free port of the loopback address, not started yet}
    public HttpServer server() {
        return new HttpServer(routes(), ServerOptions.DEFAULT.withPort(0));
    }

    private Routes routes() {
        return new Routes().get("/", slowly(request -> list(1)))
                .get("/page/{number}/", slowly(request -> list(number(request.pathValue("number")))))
                .get("/author/{name}", slowly(this::author))
                .get("/login", slowly(request -> Response.html("<p>Robots stay outside.</p>")))
                .get("/robots.txt", request -> Response.text(ROBOTS));
    }

    private Handler slowly(Handler handler) {
        return request -> {
            await(sleep(latency));
            return handler.handle(request);
        };
    }

    private Response list(int page) {
        int pages = (anthology.quotations().size() + PER_PAGE - 1) / PER_PAGE;
        if (page < 1 || page > pages) {
            return notFound();
        }
        int from = (page - 1) * PER_PAGE;
        int to = Math.min(from + PER_PAGE, anthology.quotations().size());
        return Response.html(Pages.list(anthology.quotations().subList(from, to), page, pages));
    }

    private Response author(Request request) {
        Author author = anthology.authors().get(request.pathValue("name"));
        return author == null ? notFound() : Response.html(Pages.author(author));
    }

    private static Response notFound() {
        return Response.html(Pages.notFound()).withStatus(404);
    }

    private static int number(String text) {
        return text.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(text) : 0;
    }
}
