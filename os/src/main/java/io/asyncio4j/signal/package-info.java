/// Signal handlers that run on the loop.
///
/// Uses core; no Netty.
///
/// Start at the function that adds a handler.
@NullMarked
package io.asyncio4j.signal;

import org.jspecify.annotations.NullMarked;
