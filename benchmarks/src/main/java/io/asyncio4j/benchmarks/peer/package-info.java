/// The same workloads on the JVM without asyncio4j: virtual threads, Netty alone, the bare continuation.
///
/// Uses exported packages only, and Netty.
///
/// Start at NettyEchoServer.
@NullUnmarked
package io.asyncio4j.benchmarks.peer;

import org.jspecify.annotations.NullUnmarked;
