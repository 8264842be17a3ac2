/// Files whose operations are awaited: what aiofiles is to asyncio.
///
/// Uses io.asyncio4j.thread and what lies below it, and the locks.
///
/// Start at AsyncFiles, then OpenFile for the order of operations and what a cancellation does.
@NullMarked
package io.asyncio4j.file;

import org.jspecify.annotations.NullMarked;
