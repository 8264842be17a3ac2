package io.asyncio4j.net.netty;

import io.asyncio4j.net.posix.HeapIo;
import io.asyncio4j.transport.spi.Watch;
import io.netty.channel.unix.Errors;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/// A native socket that is connected: TCP's or a unix socket. Confined to the loop's own thread.
final class NativeStream implements StreamSocket {
    private final NativeSocket socket;
    private final NativeEndpoint handle;

    private NativeStream(NativeSocket socket, NativeEndpoint handle) {
        this.socket = socket;
        this.handle = handle;
    }

    /// Of a unix socket.
    static NativeStream unix(NativeSocket socket) {
        return new NativeStream(socket, NativeEndpoint.unix(socket));
    }

    /// Of a TCP socket.
    ///
    /// @param local its address, or null to ask for it
    static NativeStream tcp(NativeSocket socket, @Nullable InetSocketAddress local,
            @Nullable InetSocketAddress remote) {
        return new NativeStream(socket,
                new NativeEndpoint(socket, local == null ? socket.localAddress() : local, remote));
    }

    int descriptor() {
        return socket.intValue();
    }

    boolean isTcp() {
        return socket.isTcp();
    }

    @Override
    public StreamSocket on(NettyDriver driver) {
        return driver.backend().stream(driver, this);
    }

    @Override
    public ByteBuffer memory(Passage passage) {
        return passage.heapIo() == null ? passage.direct() : passage.heap();
    }

    @Override
    public int receive(ByteBuffer target, Passage passage) throws IOException {
        HeapIo heapIo = passage.heapIo();
        int count;
        if (target.isDirect()) {
            count = socket.recv(target, target.position(), target.limit());
            passage.moved(count);
        } else if (heapIo != null && target.hasArray()) {
            int received = heapIo.receive(socket.intValue(), target.array(), target.arrayOffset() + target.position(),
                    target.remaining());
            count = received > 0 ? received : received == 0 ? -1 : Errors.ioResult("recv", received);
        } else {
            ByteBuffer memory = passage.direct();
            count = socket.recv(memory, 0, Math.min(memory.capacity(), target.remaining()));
            target.put(target.position(), memory, 0, Math.max(count, 0));
        }
        target.position(target.position() + Math.max(count, 0));
        return count; // Netty says 0 where the call would have to wait
    }

    @Override
    public int atHand(Passage passage) {
        HeapIo heapIo = passage.heapIo();
        return heapIo == null ? 0 : heapIo.available(socket.intValue());
    }

    /// Whether there may be more to receive after all that was asked for has come.
    boolean mayHaveMore(Passage passage) {
        return passage.heapIo() == null || atHand(passage) > 0;
    }

    @Override
    public boolean send(ByteBuffer data, Passage passage) throws IOException {
        HeapIo heapIo = data.hasArray() ? passage.heapIo() : null;
        int asked;
        int sent;
        do {
            asked = Math.min(data.remaining(), HeapIo.PIECE);
            if (heapIo != null) {
                int result = heapIo.send(socket.intValue(), data.array(), data.arrayOffset() + data.position(), asked);
                sent = result >= 0 ? result : Errors.ioResult("send", result);
            } else {
                sent = socket.send(passage.scratch().put(0, data, data.position(), asked), 0, asked);
                passage.moved(sent);
            }
            data.position(data.position() + sent);
        } while (sent == asked && data.hasRemaining());
        return !data.hasRemaining();
    }

    /// Sends what is taken at once of a part of memory outside the heap.
    ///
    /// @return how many bytes
    int send(ByteBuffer memory, int from, int to) throws IOException {
        return socket.send(memory, from, to);
    }

    @Override
    public @Nullable LentSocket lend(Watch watch, LentSocket.Owner owner, FileChannel file, long offset, long count) {
        return socket.isTcp() && watch instanceof EpollPlace mine
                ? new LentSocket(socket, mine, owner, file, offset, count)
                : null;
    }

    @Override
    public void shutdownOutput() throws IOException {
        socket.shutdown(false, true);
    }

    @Override
    public SocketHandle handle() {
        return handle;
    }
}
