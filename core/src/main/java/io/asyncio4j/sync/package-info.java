/// Lock, Event, Condition, Semaphore, Barrier.
///
/// Uses io.asyncio4j.task and what lies below it.
///
/// Start at Lock.
@NullMarked
package io.asyncio4j.sync;

import org.jspecify.annotations.NullMarked;
