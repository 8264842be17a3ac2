package io.asyncio4j.transport;

/// Who counts the transports a server has made. Loop-confined.
interface Clients {

    /// A connection has got its transport.
    void attach(Transport transport);

    /// The transport's protocol has heard `connectionLost`.
    void detach(Transport transport);
}
