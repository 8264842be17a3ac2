/// Asyncio: the verbs of asyncio as static methods, no logic of their own.
///
/// Uses every room of core.
///
/// Start at Asyncio.run, then createTask, gather and timeout.
@NullMarked
package io.asyncio4j;

import org.jspecify.annotations.NullMarked;
