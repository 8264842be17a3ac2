package io.asyncio4j.crawler;

import io.asyncio4j.http.Url;
import java.util.List;

/// What a page holds. Immutable.
///
/// @param url where it is
/// @param title its title, may be empty
/// @param quotes the quotations on it
/// @param links where it points, each address once, in order
/// @param broken quotations without text or author
record Page(Url url, String title, List<Quote> quotes, List<Url> links, int broken) {
}
