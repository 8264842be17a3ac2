/// Runs recorded programs and compares the trace with the one CPython gave.
///
/// Uses exported packages of core and testing.
///
/// Start at Main.
@NullMarked
package io.asyncio4j.conformance;

import org.jspecify.annotations.NullMarked;
