/// AsyncGenerator, AsyncFor, AsyncExitStack and what else makes or uses async iterators and async context managers.
///
/// Uses io.asyncio4j.coroutine, task and what lies below them.
///
/// Start at AsyncGenerator.
@NullMarked
package io.asyncio4j.iter;

import org.jspecify.annotations.NullMarked;
