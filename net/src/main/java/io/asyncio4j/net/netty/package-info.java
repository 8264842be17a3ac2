/// The I/O driver and the channel adapters on Netty; hidden, one of two rooms that import io.netty.
///
/// Uses core, io.asyncio4j.transport and Netty.
///
/// Start at the driver.
@NullMarked
package io.asyncio4j.net.netty;

import org.jspecify.annotations.NullMarked;
