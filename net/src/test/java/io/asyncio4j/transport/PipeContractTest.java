package io.asyncio4j.transport;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.net.Io;
import io.asyncio4j.net.OnEveryIo;
import io.asyncio4j.net.posix.Posix;

/// The two ends of a pipe of the system, on every kind of I/O.
@OnEveryIo
class PipeContractTest extends TransportContract {
    private static final Link PIPE = new Link() {
        @Override
        public Ends connect(Recorder left, Recorder right) throws Exception {
            int[] ends = Posix.of(EventLoop.running()).pipe();
            Transport reading = Pipes.connectReadPipe(() -> right, PipeEnd.of(ends[0])).await().transport();
            Transport writing = Pipes.connectWritePipe(() -> left, PipeEnd.of(ends[1])).await().transport();
            return new Ends(writing, reading, () -> {
            });
        }

        @Override
        public boolean twoWay() {
            return false;
        }

        @Override
        public boolean hasAddresses() {
            return false;
        }
    };

    private final Io io;

    PipeContractTest(Io io) {
        super(PIPE);
        this.io = io;
    }

    @Override
    protected void net(AsyncAction body) throws Exception {
        assumeTrue(Posix.isAvailable(), "pipes are served by their descriptors on Linux only");
        io.net(body);
    }
}
