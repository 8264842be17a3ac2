/// Subprocesses, signals, async files.
module io.asyncio4j.os {
    requires static transitive org.jspecify;
    requires transitive io.asyncio4j.core;
    requires jdk.unsupported;
}
