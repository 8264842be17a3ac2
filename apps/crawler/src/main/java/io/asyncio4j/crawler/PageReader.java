package io.asyncio4j.crawler;

import io.asyncio4j.http.Url;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/// Reads quotations and links out of HTML, however broken it is. Immutable, no state.
final class PageReader {

    private PageReader() {
    }

    /// {@return what the page holds}
    ///
    /// @param url where it came from
    /// @param html its bytes
    /// @param charset the charset of the response, if it names one; else the page's own declaration counts, else UTF-8
    static Page read(Url url, byte[] html, Optional<String> charset) {
        Document document;
        try {
            String known = charset.filter(PageReader::isKnown).orElse(null);
            document = Jsoup.parse(new ByteArrayInputStream(html), known, url.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Quote> quotes = new ArrayList<>();
        int broken = 0;
        for (Element element : document.select("div.quote")) {
            String text = textOf(element, "span.text");
            String author = textOf(element, "small.author");
            if (text.isEmpty() || author.isEmpty()) {
                broken++;
            } else {
                quotes.add(new Quote(text, author, element.select(".tag").eachText()));
            }
        }
        return new Page(url, document.title().strip(), quotes, links(document, url), broken);
    }

    private static List<Url> links(Document document, Url url) {
        Url base = url;
        Element declared = document.selectFirst("base[href]");
        if (declared != null) {
            base = resolve(url, declared.attr("href")).orElse(url);
        }
        Set<Url> links = new LinkedHashSet<>();
        for (Element anchor : document.select("a[href]")) {
            resolve(base, anchor.attr("href")).ifPresent(links::add);
        }
        return List.copyOf(links);
    }

    private static Optional<Url> resolve(Url base, String reference) {
        try {
            return Optional.of(base.resolve(Url.escape(reference.strip(), StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException notHttp) {
            return Optional.empty();
        }
    }

    private static String textOf(Element parent, String selector) {
        Element found = parent.selectFirst(selector);
        return found == null ? "" : found.text().strip();
    }

    private static boolean isKnown(String charset) {
        try {
            return Charset.isSupported(charset);
        } catch (IllegalCharsetNameException e) {
            return false;
        }
    }
}
