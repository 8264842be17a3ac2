/// Suspendable functions and the two engines that run them.
module io.asyncio4j.coroutine {
    requires static transitive org.jspecify;

    exports io.asyncio4j.coroutine;
}
