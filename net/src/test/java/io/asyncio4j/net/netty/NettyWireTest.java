package io.asyncio4j.net.netty;

import static io.asyncio4j.net.Net.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.net.Io;
import io.asyncio4j.transport.spi.Networks;
import io.asyncio4j.transport.spi.WireListener;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/// Where what has arrived waits, and that its memory is given back.
class NettyWireTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();

    private interface Body {
        void run(NettyWire wire, ByteBuf first, ByteBuf second) throws Exception;
    }

    /// With two pieces that have arrived, `abc` and `defg`, in memory that is not used again.
    private void arrived(Body body) throws Exception {
        Io.IO_URING.net(() -> {
            NettyWire wire = new NettyWire((NettyDriver) Networks.of(EventLoop.running()), channel);
            channel.pipeline().addLast(wire);
            wire.open(new Deaf());
            wire.reading(true);
            ByteBuf first = Unpooled.directBuffer().writeBytes(bytes("abc"));
            ByteBuf second = Unpooled.directBuffer().writeBytes(bytes("defg"));
            channel.writeInbound(first, second);
            body.run(wire, first, second);
            wire.close();
            assertThat(first.refCnt()).isZero();
            assertThat(second.refCnt()).isZero();
        });
    }

    private static final class Deaf implements WireListener {
        @Override
        public void readable() {
        }

        @Override
        public void progressed() {
        }

        @Override
        public void broken(IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void whatIsWantedWaitsWhereItCameAndIsReleasedWhenTaken() throws Exception {
        arrived((wire, first, second) -> {
            assertThat(first.refCnt()).isOne();
            assertThat(wire.available()).isEqualTo(3);
            assertThat(wire.take()).isEqualTo(bytes("abc"));
            assertThat(first.refCnt()).isZero();
            ByteBuffer memory = ByteBuffer.allocate(3);
            assertThat(wire.take(memory)).isEqualTo(3);
            assertThat(memory.array()).isEqualTo(bytes("def"));
            assertThat(second.refCnt()).isOne();
            assertThat(wire.take(memory.clear())).isEqualTo(1);
            assertThat(second.refCnt()).isZero();
            assertThat(wire.available()).isZero();
        });
    }

    @Test
    void whatIsNotWantedAnyMoreWaitsOnTheHeapInItsOrder() throws Exception {
        arrived((wire, first, second) -> {
            ByteBuffer memory = ByteBuffer.allocate(1);
            wire.take(memory);
            wire.reading(false);
            assertThat(first.refCnt()).isZero();
            assertThat(second.refCnt()).isZero();
            assertThat(wire.take(memory.clear())).isOne();
            wire.reading(true);
            wire.reading(false); // with a part of an array taken
            assertThat(wire.take()).isEqualTo(bytes("c"));
            ByteBuffer all = ByteBuffer.allocate(10);
            assertThat(wire.take(all)).isEqualTo(4);
            assertThat(all.array()).startsWith(bytes("defg"));
        });
    }

    @Test
    void channelThatIsGoneLeavesItsBytesOnTheHeap() throws Exception {
        arrived((wire, first, second) -> {
            channel.close();
            assertThat(first.refCnt()).isZero();
            assertThat(second.refCnt()).isZero();
            ByteBuffer all = ByteBuffer.allocate(10);
            assertThat(wire.take(all)).isEqualTo(7);
            assertThat(all.array()).startsWith(bytes("abcdefg"));
            assertThat(wire.available()).isEqualTo(-1);
        });
    }

    @Test
    void closedWireTakesWithItWhatNobodyTook() throws Exception {
        arrived((wire, first, second) -> {
            assertThat(first.refCnt()).isOne();
            assertThat(second.refCnt()).isOne(); // and at the end of every test neither
        });
    }
}
