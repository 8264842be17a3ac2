/// A web crawler on asyncio4j.
module io.asyncio4j.crawler {
    requires static transitive org.jspecify;
    requires transitive io.asyncio4j.http;
    requires org.jsoup;
}
