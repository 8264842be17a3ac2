/// Host names to addresses.
///
/// Uses core.
///
/// Start at Resolver.
@NullMarked
package io.asyncio4j.dns;

import org.jspecify.annotations.NullMarked;
