/// JMH benchmarks and the peers they are measured against.
///
/// Uses exported packages only.
///
/// Start at Main.
@NullUnmarked
package io.asyncio4j.benchmarks;

import org.jspecify.annotations.NullUnmarked;
