/// Signals of the operating system: their names, and handlers that run on a loop.
///
/// Uses io.asyncio4j.loop and what lies below it.
///
/// Start at Signals.
@NullMarked
package io.asyncio4j.signal;

import org.jspecify.annotations.NullMarked;
