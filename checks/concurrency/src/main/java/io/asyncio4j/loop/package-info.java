/// Races of the loop's hidden classes.
///
/// Uses io.asyncio4j.loop, whose package it shares.
///
/// Start at QueueModel.
@NullMarked
package io.asyncio4j.loop;

import org.jspecify.annotations.NullMarked;
