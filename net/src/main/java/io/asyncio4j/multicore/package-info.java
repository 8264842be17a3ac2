/// Servers on several cores: one loop and one thread for each.
///
/// Uses core, transport and stream.
///
/// Start at LoopGroup; Service is what it runs.
@NullMarked
package io.asyncio4j.multicore;

import org.jspecify.annotations.NullMarked;
