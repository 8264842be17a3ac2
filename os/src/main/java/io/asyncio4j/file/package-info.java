/// Files whose operations are awaited: what aiofiles is to asyncio.
///
/// Uses io.asyncio4j.thread and what lies below it.
///
/// Start at AsyncFiles.
@NullMarked
package io.asyncio4j.file;

import org.jspecify.annotations.NullMarked;
