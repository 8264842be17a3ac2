package io.asyncio4j.crawler.site;

import io.asyncio4j.crawler.site.Anthology.Author;
import io.asyncio4j.crawler.site.Anthology.Quotation;
import java.util.List;

/// Writes the pages in the markup that quotes.toscrape.com has, so that programs written for it work here. Immutable, no state.
final class Pages {

    private Pages() {
    }

    static String list(List<Quotation> quotations, int page, int pages) {
        StringBuilder body = new StringBuilder();
        for (Quotation quotation : quotations) {
            body.append(quotation(quotation));
        }
        body.append("<nav><ul class=\"pager\">\n");
        if (page > 1) {
            body.append(link("previous", page - 1, "<span aria-hidden=\"true\">&larr;</span> Previous"));
        }
        for (int other = 1; other <= pages; other++) {
            body.append(link(other == page ? "page current" : "page", other, Integer.toString(other)));
        }
        if (page < pages) {
            body.append(link("next", page + 1, "Next <span aria-hidden=\"true\">&rarr;</span>"));
        }
        body.append("</ul></nav>\n");
        return frame("Quotations, page " + page, body);
    }

    static String author(Author author) {
        return frame(author.name(), """
                <div class="author-details">
                <h3 class="author-title">%s</h3>
                <p><strong>Born:</strong> <span class="author-born-date">%s</span>
                <span class="author-born-location">in %s</span></p>
                <p><strong>Died:</strong> <span class="author-died-date">%s</span></p>
                <div class="author-description">%s</div>
                </div>
                """.formatted(escape(author.name()), escape(author.born()), escape(author.birthplace()),
                escape(author.died()), escape(author.description())));
    }

    static String notFound() {
        return frame("Not found", "<p>There is no such page.</p>\n");
    }

    private static String quotation(Quotation quotation) {
        StringBuilder tags = new StringBuilder();
        for (String tag : quotation.tags()) {
            tags.append("<span class=\"tag\">").append(escape(tag)).append("</span>\n");
        }
        return """
                <div class="quote" itemscope itemtype="http://schema.org/CreativeWork">
                <span class="text" itemprop="text">\u201c%s\u201d</span>
                <span>by <small class="author" itemprop="author">%s</small>, <cite>%s</cite>
                <a href="/author/%s">(about)</a></span>
                <div class="tags">Tags:
                <meta class="keywords" itemprop="keywords" content="%s">
                %s</div>
                </div>
                """.formatted(escape(quotation.text()), escape(quotation.author()), escape(quotation.work()),
                Anthology.slug(quotation.author()), escape(String.join(",", quotation.tags())), tags);
    }

    private static String link(String cssClass, int page, String label) {
        return "<li class=\"" + cssClass + "\"><a href=\"/page/" + page + "/\">" + label + "</a></li>\n";
    }

    private static String frame(String title, CharSequence body) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head><meta charset="UTF-8"><title>%s</title></head>
                <body>
                <h1><a href="/">Quotations</a></h1>
                <p><a href="/login">Login</a></p>
                %s</body>
                </html>
                """.formatted(escape(title), body);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
