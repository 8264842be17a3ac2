/// The engine on virtual threads with a strict hand-over; needs no flag.
///
/// Uses io.asyncio4j.coroutine.
///
/// Start at the class that implements the engine interface.
@NullMarked
package io.asyncio4j.coroutine.thread;

import org.jspecify.annotations.NullMarked;
