/// `aio bench`: runs the workloads by asyncio4j and by its peers, and shows and records what came out.
///
/// Uses JMH, Jackson, and the programs of the peers by their commands; no room of the library.
///
/// Start at Main, then TaskSuite, NetworkSuite, FileSuite and StartSuite; Report makes the tables.
@NullUnmarked
package io.asyncio4j.benchmarks;

import org.jspecify.annotations.NullUnmarked;
