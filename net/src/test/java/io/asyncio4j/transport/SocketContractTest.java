package io.asyncio4j.transport;

import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.net.Io;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every kind of connection that has a server, on every kind of I/O.
@ParameterizedClass(name = "{0} by {1}")
@MethodSource("combinations")
class SocketContractTest extends TransportContract {
    private final Io io;

    SocketContractTest(SocketLink link, Io io) {
        super(link);
        this.io = io;
    }

    static Stream<Arguments> combinations() {
        return Stream.of(SocketLink.values())
                .flatMap(link -> Stream.of(Io.values()).map(io -> Arguments.of(link, io)));
    }

    @Override
    protected void net(AsyncAction body) throws Exception {
        io.net(body);
    }
}
