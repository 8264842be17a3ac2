/// Virtual time, seeded order, fakes and leak checks.
module io.asyncio4j.testing {
    requires static transitive org.jspecify;
    requires static org.junit.jupiter.api;
    requires transitive io.asyncio4j.core;
    requires static transitive io.asyncio4j.net;

    exports io.asyncio4j.testing;
}
