/// Operations on the JDK's own channels, asyncio's `loop.sock_*`, and callbacks for their readiness, `loop.add_reader`.
///
/// Uses core and io.asyncio4j.transport.spi.
///
/// Start at Sockets.
@NullMarked
package io.asyncio4j.socket;

import org.jspecify.annotations.NullMarked;
