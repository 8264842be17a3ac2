package io.asyncio4j.net.netty;

/// A socket that is not a Netty channel, as the driver knows it: something that is open until it says otherwise.
/// Confined to the loop's own thread.
interface OpenSocket {

    /// Closes it at once, without a word to anybody.
    void close();
}
