/// Much of everything on the network, with what it costs.
///
/// Uses core and net.
///
/// Start at Main.
@NullMarked
package io.asyncio4j.pressure;

import org.jspecify.annotations.NullMarked;
