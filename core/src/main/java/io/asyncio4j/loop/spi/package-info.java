/// What a loop is made with: IoDriver and how drivers are found.
///
/// Uses io.asyncio4j.loop.
///
/// Start at IoDriver.
@NullMarked
package io.asyncio4j.loop.spi;

import org.jspecify.annotations.NullMarked;
