package io.asyncio4j.crawler;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// What has been found so far. Loop-confined while the crawl runs.
final class Findings {

    /// A quotation and the page it was found on.
    record Found(Quote quote, Page page) {
    }

    private final TreeMap<Integer, Page> pages = new TreeMap<>();
    private final Set<Quote> distinct = new HashSet<>();

    /// Adds a page.
    ///
    /// @param number its place in the order of discovery
    void add(int number, Page page) {
        pages.put(number, page);
        distinct.addAll(page.quotes());
    }

    /// {@return the quotations in the order of discovery of their pages, each once}
    List<Found> quotes() {
        Set<Quote> seen = new HashSet<>();
        List<Found> quotes = new ArrayList<>();
        for (Page page : pages.values()) {
            for (Quote quote : page.quotes()) {
                if (seen.add(quote)) {
                    quotes.add(new Found(quote, page));
                }
            }
        }
        return quotes;
    }

    /// {@return the pages in the order of discovery}
    List<Page> pages() {
        return List.copyOf(pages.values());
    }

    int pageCount() {
        return pages.size();
    }

    int quoteCount() {
        return distinct.size();
    }

    int authorCount() {
        return (int) distinct.stream().map(Quote::author).distinct().count();
    }
}
