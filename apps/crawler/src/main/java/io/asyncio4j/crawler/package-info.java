/// The crawler: frontier, robots, politeness, deduplication, store, report.
///
/// Uses the exported packages of core, net, http and os.
///
/// Start at Main.
@NullMarked
package io.asyncio4j.crawler;

import org.jspecify.annotations.NullMarked;
