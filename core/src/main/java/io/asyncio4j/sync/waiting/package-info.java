/// The line that tasks stand in: the mechanism shared by the sync and queue rooms. Hidden: not exported.
///
/// Uses io.asyncio4j.task and loop.
///
/// Start at WaiterQueue.
@NullMarked
package io.asyncio4j.sync.waiting;

import org.jspecify.annotations.NullMarked;
