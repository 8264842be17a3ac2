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
/// [#onLoopThread] is the one place that does it. What comes in waits in `arrived` until the transport takes it, for Netty
/// reads on for the rest of its turn after reading was switched off. Where more waits than asyncio reads at once, reading
/// rests until it has been taken. TCP by kqueue and NIO is here; docs/adr/0016 tells where the rest is.
final class NettyWire extends ChannelInboundHandlerAdapter implements Wire {
    private static final int MAX_WAITING = 256 * 1024;

    private final Channel channel;
    private final ChannelEndpoint endpoint;
    private final Outbound outbound;
    private final ArrayDeque<byte[]> arrived = new ArrayDeque<>(2);
    // Of the first of them.
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
                arrived.add(ByteBufUtil.getBytes(bytes));
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
        end();
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
        switchReading(on && waiting <= MAX_WAITING);
    }

    private void switchReading(boolean on) {
        // Netty may close a channel that is asked to read on after its end, and what waits to be sent is lost with it
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
        byte[] first = arrived.peek();
        if (first != null) {
            return first.length - taken;
        }
        if (failure != null) {
            throw failure;
        }
        return ended ? -1 : 0;
    }

    @Override
    public byte[] take() {
        byte[] first = arrived.remove();
        byte[] rest = taken == 0 ? first : Arrays.copyOfRange(first, taken, first.length);
        taken = 0;
        tookSome(rest.length);
        return rest;
    }

    @Override
    public int take(ByteBuffer target) {
        int before = target.position();
        boolean all = true;
        for (byte[] first = arrived.peek(); all && first != null; first = arrived.peek()) {
            all = move(first, target);
            if (all) {
                arrived.remove();
            }
        }
        tookSome(target.position() - before);
        return target.position() - before;
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
        if (closed || file.getClass().getModule() != Object.class.getModule()) {
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
        arrived.clear();
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
