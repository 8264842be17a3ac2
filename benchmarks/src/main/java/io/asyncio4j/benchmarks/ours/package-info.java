/// The workloads as programs of asyncio4j.
///
/// Uses exported packages only.
///
/// Start at TaskBenchmarks and EchoServer.
@NullUnmarked
package io.asyncio4j.benchmarks.ours;

import org.jspecify.annotations.NullUnmarked;
