/// AsyncIterator, AsyncGenerator, AsyncContextManager, AsyncExitStack.
///
/// Uses io.asyncio4j.coroutine, task and what lies below them.
///
/// Start at AsyncIterator.
@NullMarked
package io.asyncio4j.iter;

import org.jspecify.annotations.NullMarked;
