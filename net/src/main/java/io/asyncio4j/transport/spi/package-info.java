/// What a network below the transports has to offer: the one on Netty, and those that tests put in its place. And what a
/// protocol above them may offer to receive with fewer copies, [io.asyncio4j.transport.spi.Lender].
///
/// Uses core.
///
/// Start at Network.
@NullMarked
package io.asyncio4j.transport.spi;

import org.jspecify.annotations.NullMarked;
