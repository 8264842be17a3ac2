package io.asyncio4j.testing;

import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.net.Net;
import io.asyncio4j.transport.Link;
import io.asyncio4j.transport.Recorder;
import io.asyncio4j.transport.SocketLink;
import io.asyncio4j.transport.TransportContract;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Connections in memory do what sockets do.
@ParameterizedClass(name = "{0}")
@EnumSource(MemoryContractTest.Kind.class)
class MemoryContractTest extends TransportContract {
    private final Kind kind;

    enum Kind implements Link {
        /// Servers and clients of a [MemoryNetwork].
        NETWORK {
            @Override
            public Ends connect(Recorder left, Recorder right) throws Exception {
                return SocketLink.overTcp(left, right, null, null);
            }

            @Override
            EventLoop loop() {
                return MemoryNetwork.newLoop();
            }
        },
        /// TLS over those.
        TLS {
            @Override
            public Ends connect(Recorder left, Recorder right) throws Exception {
                return SocketLink.TLS.connect(left, right);
            }

            @Override
            public boolean halfCloses() {
                return SocketLink.TLS.halfCloses();
            }

            @Override
            public boolean pausesAtTheMark() {
                return SocketLink.TLS.pausesAtTheMark();
            }

            @Override
            EventLoop loop() {
                return MemoryNetwork.newLoop();
            }
        },
        /// A [MemoryPair] on a loop with the machine's clock.
        PAIR {
            @Override
            public Ends connect(Recorder left, Recorder right) throws Exception {
                MemoryPair.Transports<Recorder, Recorder> pair = MemoryPair.transports(() -> left, () -> right).await();
                return new Ends(pair.left().transport(), pair.right().transport(), () -> {
                });
            }

            @Override
            public boolean hasAddresses() {
                return false;
            }

            @Override
            EventLoop loop() {
                return new EventLoop();
            }
        };

        abstract EventLoop loop();
    }

    MemoryContractTest(Kind kind) {
        super(kind);
        this.kind = kind;
    }

    @Override
    protected void net(AsyncAction body) throws Exception {
        Net.net(kind.loop(), body);
    }
}
