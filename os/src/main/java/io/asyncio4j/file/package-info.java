/// Files read and written without blocking the loop.
///
/// Uses core; no Netty.
///
/// Start at AsyncFiles.
@NullMarked
package io.asyncio4j.file;

import org.jspecify.annotations.NullMarked;
