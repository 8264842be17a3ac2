package io.asyncio4j.net.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Memory the kernel can use, through which everything passes that the sockets of a loop receive and send: one piece for
/// all, so that it stays in the processor's cache.
///
/// Confined to the loop's own thread. What is received must be copied before the next read, as [NettyWire] does.
final class Staging extends DefaultMaxMessagesRecvByteBufAllocator {
    /// asyncio's largest single read.
    private static final int SIZE = 256 * 1024;

    private final ByteBuf memory = Unpooled.directBuffer(SIZE, SIZE);
    private final ByteBuffer view = memory.nioBuffer(0, SIZE);

    Staging() {
        super(1);
    }

    /// Sends what the kernel takes at once of what remains in `data`, and leaves the rest there.
    void send(Socket socket, ByteBuffer data) throws IOException {
        int sent;
        int count;
        do {
            count = Math.min(data.remaining(), SIZE);
            view.put(0, data, data.position(), count);
            sent = socket.send(view, 0, count);
            data.position(data.position() + sent);
        } while (sent == count && data.hasRemaining());
    }

    void close() {
        memory.release();
    }

    @Override
    @Deprecated
    public Handle newHandle() {
        return new MaxMessageHandle() {
            @Override
            public ByteBuf allocate(ByteBufAllocator allocator) {
                return memory.clear().retain();
            }

            @Override
            public int guess() {
                return SIZE;
            }
        };
    }
}
