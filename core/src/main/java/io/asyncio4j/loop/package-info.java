/// EventLoop, Handle, TimerHandle, the ready queue, the timers, the thread-safe entry, Clock, listener.
///
/// Uses io.asyncio4j.context.
///
/// Start at EventLoop, then follow one iteration.
@NullMarked
package io.asyncio4j.loop;

import org.jspecify.annotations.NullMarked;
