/// What the operating system offers besides the network: files, processes, signals.
module io.asyncio4j.os {
    requires static transitive org.jspecify;
    requires transitive io.asyncio4j.core;
    requires transitive io.asyncio4j.net;

    requires jdk.unsupported;

    exports io.asyncio4j.file;
    exports io.asyncio4j.process;
    exports io.asyncio4j.signal;
}
