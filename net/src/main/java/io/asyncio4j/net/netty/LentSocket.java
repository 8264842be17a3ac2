package io.asyncio4j.net.netty;

import io.asyncio4j.coroutine.Host;
import io.asyncio4j.task.Future;
import io.asyncio4j.transport.spi.FileSending;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/// A TCP socket that one of Netty's channels has while it sends a file, because only Netty's library makes that system call
/// for a file of the JDK. Confined to the loop's own thread, but for what a [FileSending] is asked.
///
/// @implNote The channel and the watch take turns in epoll's set: each descriptor has one place there. The channel is told to
/// read nothing, and does so all the same when the peer has ended its direction; what it gets then goes to the wire.
final class LentSocket extends ChannelInboundHandlerAdapter implements FileSending {

    /// Who lends it.
    interface Owner {

        /// It is back.
        ///
        /// @param read what has been received meanwhile
        /// @param failure by which receiving has ended, or null
        void returned(byte[] read, @Nullable Throwable failure);
    }

    private final NativeSocket socket;
    private final EpollPlace watch;
    private final Owner owner;
    private final StoppableRegion region;
    private final EpollSocketChannel channel;
    private final ByteArrayOutputStream read = new ByteArrayOutputStream(0);
    private @Nullable Throwable failure;
    private boolean closed;

    LentSocket(NativeSocket socket, EpollPlace watch, Owner owner, FileChannel file, long offset, long count) {
        this.socket = socket;
        this.watch = watch;
        this.owner = owner;
        this.region = new StoppableRegion(file, offset, count);
        this.channel = new EpollSocketChannel(socket.intValue());
    }

    /// Begins.
    ///
    /// @param done completed when all is sent, or with what hindered it
    void send(NettyDriver driver, Future<@Nullable Void> done) {
        channel.config().setAutoRead(false).setOption(ChannelOption.AUTO_CLOSE, false);
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        channel.pipeline().addLast(this);
        watch.leave();
        channel.unsafe().register(driver.netty(), channel.newPromise());
        ChannelPromise promise = channel.newPromise();
        promise.addListener(_ -> {
            channel.deregister().addListener(_ -> comeBack());
            if (!done.isDone()) {
                if (promise.cause() == null) {
                    done.setResult(null);
                } else {
                    done.setException(Failures.readable(promise.cause(), owner));
                }
            }
        });
        channel.writeAndFlush(region, promise);
    }

    private void comeBack() {
        if (!closed) {
            closed = true;
            try {
                watch.enter();
            } catch (IOException impossible) {
                failure = failure == null ? impossible : failure;
            }
            owner.returned(read.toByteArray(), failure);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        read.writeBytes(ByteBufUtil.getBytes((ByteBuf) message));
        ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        failure = cause;
    }

    @Override
    public long sent() {
        return region.transferred();
    }

    @Override
    public void stop() {
        Host.current().call(() -> {
            region.stop();
            channel.flush();
        });
    }

    /// Closes the socket, by the channel if that has it.
    void close() {
        if (!closed) {
            closed = true;
            socket.giveAway();
            channel.close();
        }
    }
}
