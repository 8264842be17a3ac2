/// Virtual clock, seeded scheduling, memory streams, fake network, leak checks.
///
/// Uses the exported packages of core; those of net, and JUnit, only where they are present.
///
/// Start at VirtualTime, and at MemoryNetwork for programs that talk.
@NullMarked
package io.asyncio4j.testing;

import org.jspecify.annotations.NullMarked;
