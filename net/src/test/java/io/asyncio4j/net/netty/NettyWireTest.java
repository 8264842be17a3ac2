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

/// That what has arrived waits, however it is taken, and that the memory it came in is given back at once.
class NettyWireTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();

    private interface Body {
        void run(NettyWire wire) throws Exception;
    }

    /// With two pieces that have arrived, `abc` and `defg`.
    private void arrived(Body body) throws Exception {
        Io.NIO.net(() -> {
            NettyWire wire = new NettyWire((NettyDriver) Networks.of(EventLoop.running()), channel);
            channel.pipeline().addLast(wire);
            wire.open(new Deaf());
            wire.reading(true);
            ByteBuf first = Unpooled.directBuffer().writeBytes(bytes("abc"));
            ByteBuf second = Unpooled.directBuffer().writeBytes(bytes("defg"));
            channel.writeInbound(first, second);
            assertThat(first.refCnt()).isZero();
            assertThat(second.refCnt()).isZero();
            body.run(wire);
            wire.close();
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
    void whatHasArrivedIsTakenInPartsAndInItsOrder() throws Exception {
        arrived(wire -> {
            ByteBuffer memory = ByteBuffer.allocate(1);
            assertThat(wire.take(memory)).isOne();
            assertThat(memory.array()).isEqualTo(bytes("a"));
            assertThat(wire.available()).isEqualTo(2);
            assertThat(wire.take()).isEqualTo(bytes("bc"));
            assertThat(wire.take(memory.clear())).isOne();
            ByteBuffer all = ByteBuffer.allocate(10);
            assertThat(wire.take(all)).isEqualTo(3);
            assertThat(all.array()).startsWith(bytes("efg"));
            assertThat(wire.available()).isZero();
        });
    }

    @Test
    void oneTakeBringsAllThatFits() throws Exception {
        arrived(wire -> {
            ByteBuffer most = ByteBuffer.allocate(6);
            assertThat(wire.take(most)).isEqualTo(6);
            assertThat(most.array()).isEqualTo(bytes("abcdef"));
            assertThat(wire.take()).isEqualTo(bytes("g"));
        });
    }

    @Test
    void channelThatIsGoneLeavesItsBytes() throws Exception {
        arrived(wire -> {
            channel.close();
            assertThat(wire.take(ByteBuffer.allocate(2))).isEqualTo(2);
            ByteBuffer all = ByteBuffer.allocate(10);
            assertThat(wire.take(all)).isEqualTo(5);
            assertThat(all.array()).startsWith(bytes("cdefg"));
            assertThat(wire.available()).isEqualTo(-1);
        });
    }
}
