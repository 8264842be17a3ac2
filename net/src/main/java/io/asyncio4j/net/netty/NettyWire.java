package io.asyncio4j.net.netty;

import io.asyncio4j.coroutine.Host;
import io.asyncio4j.task.Future;
import io.asyncio4j.transport.spi.Endpoint;
import io.asyncio4j.transport.spi.FileSending;
import io.asyncio4j.transport.spi.Wire;
import io.asyncio4j.transport.spi.WireListener;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A connected channel as a [Wire].
///
/// Loop-confined. The methods of the handler are called by Netty during the poll, on the loop's own thread; those of the
/// wire by the transport, on that thread or, on the thread engine, on the one of a coroutine.
///
/// @implNote Netty knows its loop by the thread, so every outbound operation is handed over to the loop's own thread;
/// [#onLoopThread] is the one place that does it. What comes in waits in `arrived` until the transport takes it: Netty
/// reads on for the rest of its turn after reading was switched off, and io_uring brings several reads in one poll. Where
/// more waits than asyncio reads at once, reading rests until it has been taken. It waits in the memory it came in as long as
/// it is wanted and nobody else uses that memory, which is until the same iteration's callbacks; otherwise in arrays.
final class NettyWire extends ChannelInboundHandlerAdapter implements Wire {
    private static final int MAX_WAITING = 256 * 1024;

    private final Channel channel;
    private final boolean sendsFiles;
    private final ChannelEndpoint endpoint;
    private final Outbound outbound;
    private final boolean sharesMemory;
    // Arrays, and buffers that are released when they have been taken.
    private final ArrayDeque<Object> arrived = new ArrayDeque<>(2);
    // Of the first of them, if it is an array.
    private int taken;
    // Of all of them.
    private int waiting;
    private boolean wanted;
    private @Nullable WireListener listener;
    private @Nullable IOException failure;
    private boolean ended;
    private boolean closed;

    NettyWire(NettyDriver driver, Channel channel) {
        this.channel = channel;
        this.sendsFiles = driver.backend().sendsFiles();
        this.sharesMemory = driver.staging() != null;
        this.endpoint = new ChannelEndpoint(channel);
        this.outbound = new Outbound(this, channel, driver);
    }

    private static void onLoopThread(Runnable operation) {
        Host.current().call(operation);
    }

    // ---- what Netty calls

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (!closed && message instanceof ByteBuf bytes && bytes.isReadable()) {
                waiting += bytes.readableBytes();
                arrived.add(wanted && !sharesMemory ? bytes.retain() : ByteBufUtil.getBytes(bytes));
                if (waiting > MAX_WAITING) {
                    channel.config().setAutoRead(false);
                }
                tellReadable();
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            end();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        keepAsArrays(); // the loop may have ended
        end();
    }

    private void keepAsArrays() {
        for (int pieces = arrived.size(); pieces > 0; pieces--) {
            Object piece = arrived.remove();
            arrived.add(piece instanceof ByteBuf bytes ? array(bytes) : rest((byte[]) piece));
        }
    }

    private void end() {
        if (!ended) {
            ended = true;
            tellReadable();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (failure == null && !ended && !closed) {
            failure = Failures.readable(cause, endpoint);
            tellReadable();
        }
    }

    private void tellReadable() {
        if (listener != null && !closed) {
            listener.readable();
        }
    }

    /// Some of what was unsent has gone.
    void progressed() {
        if (listener != null && !closed) {
            listener.progressed();
        }
    }

    /// Sending has failed.
    void broken(Throwable cause) {
        if (listener != null && !closed) {
            listener.broken(Failures.readable(cause, endpoint));
        }
    }

    // ---- what the transport calls

    @Override
    public void open(WireListener listener) {
        this.listener = listener;
        if (!arrived.isEmpty() || ended || failure != null) {
            listener.readable();
        }
    }

    @Override
    public void reading(boolean on) {
        wanted = on;
        if (!on && !arrived.isEmpty()) {
            onLoopThread(this::keepAsArrays);
        }
        switchReading(on && waiting <= MAX_WAITING);
    }

    private void switchReading(boolean on) {
        // epoll closes a channel that is asked to read on after its end, and what waits here to be sent is lost with it
        if (!closed && !(on && (ended || failure != null)) && channel.config().isAutoRead() != on) {
            onLoopThread(() -> channel.config().setAutoRead(on));
        }
    }

    private void tookSome(int count) {
        boolean rested = waiting > MAX_WAITING;
        waiting -= count;
        if (rested && wanted && waiting <= MAX_WAITING) {
            switchReading(true);
        }
    }

    @Override
    public int available() throws IOException {
        Object first = arrived.peek();
        if (first != null) {
            return first instanceof ByteBuf bytes ? bytes.readableBytes() : ((byte[]) first).length - taken;
        }
        if (failure != null) {
            throw failure;
        }
        return ended ? -1 : 0;
    }

    private static byte[] array(ByteBuf bytes) {
        byte[] copy = ByteBufUtil.getBytes(bytes);
        bytes.release();
        return copy;
    }

    /// What has not been taken of an array that was the first.
    private byte[] rest(byte[] first) {
        byte[] rest = taken == 0 ? first : Arrays.copyOfRange(first, taken, first.length);
        taken = 0;
        return rest;
    }

    @Override
    public byte[] take() {
        Object first = arrived.remove();
        byte[] rest = first instanceof ByteBuf bytes ? array(bytes) : rest((byte[]) first);
        tookSome(rest.length);
        return rest;
    }

    @Override
    public int take(ByteBuffer target) {
        int before = target.position();
        boolean all = true;
        for (Object first = arrived.peek(); all && first != null; first = arrived.peek()) {
            all = first instanceof ByteBuf bytes ? move(bytes, target) : move((byte[]) first, target);
            if (all) {
                arrived.remove();
            }
        }
        tookSome(target.position() - before);
        return target.position() - before;
    }

    private static boolean move(ByteBuf from, ByteBuffer target) {
        int count = Math.min(from.readableBytes(), target.remaining());
        int limit = target.limit();
        from.readBytes(target.limit(target.position() + count));
        target.limit(limit);
        return !from.isReadable() && from.release();
    }

    private boolean move(byte[] from, ByteBuffer target) {
        int count = Math.min(from.length - taken, target.remaining());
        target.put(from, taken, count);
        taken = taken + count == from.length ? 0 : taken + count;
        return taken == 0 && count > 0;
    }

    @Override
    public void send(ByteBuffer data) {
        onLoopThread(() -> outbound.send(data));
    }

    @Override
    public @Nullable FileSending sendFile(FileChannel file, long offset, long count, Future<@Nullable Void> done) {
        if (!sendsFiles || closed || file.getClass().getModule() != Object.class.getModule()) {
            return null;
        }
        StoppableRegion region = new StoppableRegion(file, offset, count);
        ChannelPromise promise = channel.newPromise();
        promise.addListener(_ -> fileSent(promise, done));
        onLoopThread(() -> channel.writeAndFlush(region, promise));
        return new FileSending() {
            @Override
            public long sent() {
                return region.transferred();
            }

            @Override
            public void stop() {
                onLoopThread(() -> {
                    region.stop();
                    channel.flush();
                });
            }
        };
    }

    private void fileSent(ChannelPromise promise, Future<@Nullable Void> done) {
        Throwable cause = promise.cause();
        if (done.isDone()) {
            return;
        }
        if (cause == null) {
            done.setResult(null);
        } else {
            done.setException(Failures.readable(cause, endpoint));
        }
    }

    @Override
    public long unsent() {
        return outbound.unsent();
    }

    @Override
    public void shutdownOutput() {
        if (!closed) {
            onLoopThread(() -> ((DuplexChannel) channel).shutdownOutput());
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            listener = null;
            onLoopThread(this::closeChannel);
        }
    }

    private void closeChannel() {
        for (Object piece = arrived.poll(); piece != null; piece = arrived.poll()) {
            ReferenceCountUtil.release(piece);
        }
        taken = 0;
        waiting = 0;
        outbound.drop();
        channel.close();
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public String toString() {
        return channel.toString();
    }
}
