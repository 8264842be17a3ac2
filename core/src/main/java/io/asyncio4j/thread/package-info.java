/// The doors between the loop and other threads: toThread, runInExecutor, runCoroutineThreadsafe.
///
/// Uses io.asyncio4j.loop, task and what lies below them.
///
/// Start at toThread.
@NullMarked
package io.asyncio4j.thread;

import org.jspecify.annotations.NullMarked;
