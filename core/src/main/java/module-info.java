/// Event loop, tasks, synchronization, queues, iteration, runner.
module io.asyncio4j.core {
    requires static transitive org.jspecify;
    requires transitive io.asyncio4j.coroutine;
    requires java.management;
    requires jdk.unsupported;

    exports io.asyncio4j;
    exports io.asyncio4j.context;
    exports io.asyncio4j.loop;
    exports io.asyncio4j.loop.spi;
    exports io.asyncio4j.task;
    exports io.asyncio4j.sync;
    exports io.asyncio4j.queue;
    exports io.asyncio4j.iter;
    exports io.asyncio4j.thread;
    exports io.asyncio4j.runner;
}
