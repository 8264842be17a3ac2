package io.asyncio4j.transport.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.junit.jupiter.api.Test;

class EndpointTest {
    private static final SocketAddress LOCAL = InetSocketAddress.createUnresolved("here", 1);
    private static final SocketAddress REMOTE = InetSocketAddress.createUnresolved("there", 2);

    private record Addresses(SocketAddress localAddress, SocketAddress remoteAddress)
            implements
                EndpointWithoutOptions {}

    private static String text(SocketAddress local, SocketAddress remote) {
        return Endpoint.text(new Addresses(local, remote));
    }

    @Test
    void aTextNamesTheAddressesThatThereAre() {
        assertThat(text(LOCAL, REMOTE)).isEqualTo(LOCAL + " - " + REMOTE);
        assertThat(text(LOCAL, null)).isEqualTo(LOCAL.toString());
        assertThat(text(null, REMOTE)).isEqualTo(REMOTE.toString());
        assertThat(text(null, null)).isEqualTo("a socket without addresses");
    }
}
