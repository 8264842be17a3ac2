/// The demo's own web site: a hundred quotations, ten a page, and a page for each author.
///
/// Uses io.asyncio4j.http.server.
///
/// Start at QuotesSite.
@NullMarked
package io.asyncio4j.crawler.site;

import org.jspecify.annotations.NullMarked;
