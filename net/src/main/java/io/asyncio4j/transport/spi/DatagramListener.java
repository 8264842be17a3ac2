package io.asyncio4j.transport.spi;

/// What a [DatagramWire] tells: facts, upon which the listener schedules work on the loop. Called on the loop's own
/// thread, during the poll; it must neither run a program's code nor await.
public interface DatagramListener {

    /// A datagram or a failure can be taken.
    void readable();

    /// Sending would not block now; told after [DatagramWire#awaitRoom] only.
    void writable();
}
