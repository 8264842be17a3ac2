/// Event loop, tasks, synchronization, queues, iteration, runner.
module io.asyncio4j.core {
    requires static transitive org.jspecify;
    requires transitive io.asyncio4j.coroutine;

    exports io.asyncio4j.task;
}
