/// The few calls of the operating system that Java has no door to: reading and writing descriptors, pipes, waiting for
/// descriptors. Hidden; Linux only, so whoever comes here has another way for elsewhere.
///
/// Uses io.asyncio4j.transport.spi.
///
/// Start at Posix.
@NullMarked
package io.asyncio4j.net.posix;

import org.jspecify.annotations.NullMarked;
