/// Subprocesses, their pipes and the watching of their end.
///
/// Uses core; no Netty.
///
/// Start at Process.
@NullMarked
package io.asyncio4j.process;

import org.jspecify.annotations.NullMarked;
