/// Future, Task, TaskGroup, timeouts, gather, wait, asCompleted, shield, eager start.
///
/// Uses io.asyncio4j.coroutine, context and loop.
///
/// Start at Future, then Task.
@NullMarked
package io.asyncio4j.task;

import org.jspecify.annotations.NullMarked;
