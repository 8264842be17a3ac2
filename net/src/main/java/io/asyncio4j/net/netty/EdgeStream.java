package io.asyncio4j.net.netty;

import io.asyncio4j.coroutine.Host;
import io.asyncio4j.net.posix.HeapIo;
import io.asyncio4j.transport.spi.Watch;
import io.asyncio4j.transport.spi.WatchListener;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/// A TCP connection on epoll, watched by edges: the kernel tells once that something has come, or that there is room again.
///
/// Loop-confined; made on the loop's own thread.
///
/// @implNote A socket that is watched by levels stays in epoll's list until the next poll has looked at it again and found
/// nothing. This one is put there again when it is known, or not known, that something is left. Less than was asked for means
/// that nothing is, but for two cases: the end lies behind it, or a byte sent as urgent, at which the kernel stops.
/*
 * | receiving | what is known             | reported                                 | received                               |
 * |-----------|---------------------------|------------------------------------------|----------------------------------------|
 * | drained   | nothing has come          | left                                     | left or drained, as below              |
 * | left      | there may be something    | told, if wanted; else when it is wanted  | nothing, or less than asked: drained   |
 * |           |                           |                                          | all that was asked: left, if there is  |
 * | last      | so, and an end or a mark  | told, if wanted; else when it is wanted  | nothing: drained; else last            |
 *
 * Left or last and wanted, epoll is asked to look again, once each time the socket has been received from.
 */
final class EdgeStream extends EpollPlace implements StreamSocket {
    private static final int URGENT = 0x2;
    private static final int PEER_ENDED = 0x2000;
    private static final int EDGES = 1 << 31;
    private static final int LAST = URGENT | PEER_ENDED | ERROR_OR_HANG_UP;

    private final NativeStream calls;
    private boolean left;
    private boolean last;
    private int counted;

    EdgeStream(NettyDriver driver, NativeStream calls) {
        super(driver, calls.descriptor());
        this.calls = calls;
    }

    // ---- watching

    @Override
    public Watch watch(NettyDriver driver, WatchListener listener) throws IOException {
        this.listener = listener;
        enter();
        return this;
    }

    @Override
    int asked() {
        return EDGES | READ | WRITE | PEER_ENDED | URGENT;
    }

    @Override
    public void want(int events) {
        boolean toReceive = (events & ~wanted & READ) != 0;
        wanted = events; // who wants to write has just been refused, so the kernel will report that there is room
        if (toReceive && left) {
            Host.current().call(this::lookAgain);
        }
    }

    private void lookAgain() {
        submit(asked());
    }

    @Override
    public void handle(IoRegistration source, IoEvent event) {
        int reported = reported(event);
        if ((reported & ~WRITE) != 0) {
            left = true;
            counted = 0;
            last |= (reported & LAST) != 0;
        }
        super.handle(source, event);
    }

    // ---- the socket

    @Override
    public ByteBuffer memory(Passage passage) {
        return calls.memory(passage);
    }

    @Override
    public int receive(ByteBuffer target, Passage passage) throws IOException {
        int count = calls.receive(target, passage);
        if (count == 0) {
            left = false;
            last = false;
        } else if (count > 0) {
            boolean all = !target.hasRemaining() || count == HeapIo.PIECE;
            left = last || (all && count != counted && calls.mayHaveMore(passage));
            if (left && (wanted & READ) != 0) {
                lookAgain();
            }
        }
        counted = 0;
        return count;
    }

    /// What comes after this question is reported.
    @Override
    public int atHand(Passage passage) {
        counted = calls.atHand(passage);
        return counted;
    }

    @Override
    public boolean send(ByteBuffer data, Passage passage) throws IOException {
        return calls.send(data, passage);
    }

    @Override
    public @Nullable LentSocket lend(Watch watch, LentSocket.Owner owner, FileChannel file, long offset, long count) {
        return calls.lend(watch, owner, file, offset, count);
    }

    @Override
    public void shutdownOutput() throws IOException {
        calls.shutdownOutput();
    }

    @Override
    public SocketHandle handle() {
        return calls.handle();
    }
}
