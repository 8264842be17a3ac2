/// Virtual clock, seeded scheduling, memory streams, fake network, leak checks.
///
/// Uses the exported packages of core; JUnit only where it is present.
///
/// Start at the virtual clock.
@NullMarked
package io.asyncio4j.testing;

import org.jspecify.annotations.NullMarked;
