/// Queue, PriorityQueue, LifoQueue.
///
/// Uses io.asyncio4j.task, sync and what lies below them.
///
/// Start at Queue.
@NullMarked
package io.asyncio4j.queue;

import org.jspecify.annotations.NullMarked;
