/// Races at the doors that other threads may use, through the public interface.
///
/// Uses everything of the core; the races of hidden classes stand in those classes' package.
///
/// Start at Main; every race is a class of its own, with the outcomes it accepts.
@NullMarked
package io.asyncio4j.concurrency;

import org.jspecify.annotations.NullMarked;
