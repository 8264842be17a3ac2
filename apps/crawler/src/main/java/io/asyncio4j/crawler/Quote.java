package io.asyncio4j.crawler;

import java.util.List;

/// A quotation found on a page. Immutable.
///
/// @param text its words, with the marks around them
/// @param author who said it
/// @param tags what it is about
record Quote(String text, String author, List<String> tags) {
}
