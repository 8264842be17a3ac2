/// run, Runner, loop policies, the order of shutdown, SIGINT.
///
/// Uses every room of core except the facade.
///
/// Start at Runner.
@NullMarked
package io.asyncio4j.runner;

import org.jspecify.annotations.NullMarked;
