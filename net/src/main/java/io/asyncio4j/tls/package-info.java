/// TLS over any transport, both sides.
///
/// Uses core and io.asyncio4j.transport.
///
/// Start at Tls.
@NullMarked
package io.asyncio4j.tls;

import org.jspecify.annotations.NullMarked;
