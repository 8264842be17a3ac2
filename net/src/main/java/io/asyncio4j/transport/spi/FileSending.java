package io.asyncio4j.transport.spi;

/// A file that a [Wire] is sending. Loop-confined.
public interface FileSending {

    /// How many bytes have gone so far.
    long sent();

    /// Sends no more of it; what [#sent()] says stays so.
    void stop();
}
