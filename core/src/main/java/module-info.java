/// Event loop, tasks, synchronization, queues, iteration, runner.
module io.asyncio4j.core {
    requires static transitive org.jspecify;
    requires transitive io.asyncio4j.coroutine;
    requires java.management;

    exports io.asyncio4j.context;
    exports io.asyncio4j.loop;
    exports io.asyncio4j.loop.spi;
    exports io.asyncio4j.task;
}
