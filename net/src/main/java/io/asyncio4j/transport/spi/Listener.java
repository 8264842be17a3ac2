package io.asyncio4j.transport.spi;

/// A bound socket that makes wires of the connections it accepts. Loop-confined.
public interface Listener {

    /// Starts or stops accepting; off at first.
    void accepting(boolean on);

    /// Closes the socket; wires made already live on.
    void close();

    /// Address and options.
    Endpoint endpoint();
}
