/// Subprocesses: their streams, their transports, and how their end is noticed.
///
/// Uses io.asyncio4j.transport, io.asyncio4j.stream and io.asyncio4j.signal.
///
/// Start at Subprocesses.
@NullMarked
package io.asyncio4j.process;

import org.jspecify.annotations.NullMarked;
