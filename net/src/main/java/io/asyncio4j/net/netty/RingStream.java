package io.asyncio4j.net.netty;

import io.asyncio4j.coroutine.Host;
import io.asyncio4j.transport.spi.Watch;
import io.asyncio4j.transport.spi.WatchListener;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.unix.Errors;
import io.netty.channel.uring.IoUringIoEvent;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.channel.uring.IoUringIoOps;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A connected socket on io_uring: what is small goes by requests to the ring, what is large by system calls, as elsewhere.
///
/// Loop-confined; made on the loop's own thread, where all requests are made.
///
/// @implNote One request receives at a time, into a piece of memory that this socket has for it, and one sends. They are made just
/// before the loop polls: what is written in one iteration is sent by one request, and one system call makes the requests of
/// all sockets. docs/adr/0016 tells why neither Netty's channels nor memory that the kernel chooses.
/*
 * | receiving | request           | what comes is                               | next                              |
 * |-----------|-------------------|---------------------------------------------|-----------------------------------|
 * | idle      | none              | not asked for                               | wanted: small or large            |
 * | small     | RECV into `in`    | told as READ, and taken from there          | filled it: large; else small      |
 * | large     | POLL_ADD          | told as READ, and received by a system call | a piece's worth or less: small    |
 * | over      | none, ever        | the end, or a failure; told as READ         |                                   |
 *
 * | sending   | request           | what is written                             | next                              |
 * |-----------|-------------------|---------------------------------------------|-----------------------------------|
 * | idle      | none              | small: kept; large: sent by a system call   | kept                              |
 * | kept      | before the poll   | kept with it, or sent after it by calls     | under way                         |
 * | under way | SEND out of `out` | refused: WRITE tells when it has ended      | idle; partly sent: under way      |
 * | failed    | none, ever        | refused with the failure                    |                                   |
 *
 * Closed, both requests are taken back; their memory is given back when they have ended.
 */
final class RingStream implements StreamSocket, Watch, IoUringIoHandle {
    private static final int MORE_THERE = 4; // in the flags of a completion
    private static final int AGAIN = -11;
    private static final int INTERRUPTED = -4;

    private final NettyDriver driver;
    private final RingMemory memory;
    private final NativeStream calls;
    private final int descriptor;
    private final Runnable asking = this::ask;
    private WatchListener listener;
    private IoRegistration registration;
    private int wanted;
    private boolean askingSoon;
    private boolean closed;

    private RingMemory.@Nullable Piece in;
    private int inFrom;
    private int inTo;
    private long receiving; // the request under way, or 0; so with the others
    private boolean large;
    private boolean filling; // the request under way is one that receives
    private boolean moreThere;
    private boolean ended;
    private int receiveFailure;

    private RingMemory.@Nullable Piece out;
    private int outFrom;
    private int outTo;
    private long sending;
    private long awaitingRoom;
    private int sendFailure;

    @SuppressWarnings("NullAway.Init") // it is watched before anything else
    RingStream(NettyDriver driver, NativeStream calls) {
        this.driver = driver;
        this.memory = driver.ringMemory();
        this.calls = calls;
        this.descriptor = calls.descriptor();
    }

    // ---- requests

    @Override
    public Watch watch(NettyDriver driver, WatchListener listener) throws IOException {
        this.listener = listener;
        registration = Registrations.register(driver.netty(), this);
        return this;
    }

    @Override
    public void want(int events) {
        wanted = events;
        askSoon();
    }

    private boolean asksToReceive() {
        return (wanted & READ) != 0 && receiving == 0 && !holds();
    }

    private boolean asksToSend() {
        return outTo > outFrom && sending == 0;
    }

    private boolean asksForRoom() {
        return (wanted & WRITE) != 0 && awaitingRoom == 0 && outTo == outFrom;
    }

    private void askSoon() {
        if (!askingSoon && !closed && (asksToReceive() || asksToSend() || asksForRoom())) {
            askingSoon = true;
            driver.beforePoll(asking);
        }
    }

    private void ask() {
        askingSoon = false;
        if (closed) {
            return;
        }
        if (asksToSend() && out != null) {
            sending = registration.submit(RingRequests.send(descriptor, out.address() + outFrom, outTo - outFrom));
        }
        if (asksToReceive()) {
            receiving = registration.submit(large ? RingRequests.poll(descriptor, READ, READ) : receive());
            filling = !large;
        }
        if (asksForRoom()) {
            awaitingRoom = registration.submit(RingRequests.poll(descriptor, WRITE, WRITE));
        }
    }

    private IoUringIoOps receive() {
        if (in == null) {
            in = memory.take();
        }
        return RingRequests.receive(descriptor, in.address(), RingMemory.PIECE, moreThere);
    }

    @Override
    public void handle(IoRegistration source, IoEvent event) {
        IoUringIoEvent completion = (IoUringIoEvent) event;
        int result = completion.res();
        switch (completion.opcode()) {
            case RingRequests.RECV -> received(result, (completion.flags() & MORE_THERE) != 0);
            case RingRequests.SEND -> sent(result);
            case RingRequests.POLL_ADD -> polled((int) completion.userData());
            default -> {
                // a request has been taken back, or was not to be had any more
            }
        }
        if (closed) {
            forget();
        }
    }

    private void received(int result, boolean more) {
        receiving = 0;
        filling = false;
        moreThere = more;
        if (result > 0) {
            inFrom = 0;
            inTo = result;
            large = result == RingMemory.PIECE;
        } else if (result == 0) {
            ended = true;
        } else if (result != AGAIN && result != INTERRUPTED) {
            receiveFailure = result;
        }
        tell(READ);
    }

    private void sent(int result) {
        sending = 0;
        if (result >= 0) {
            outFrom += result;
        } else if (result != AGAIN && result != INTERRUPTED) {
            sendFailure = result;
            outFrom = outTo;
        }
        if (outFrom == outTo) {
            emptied();
            if (!closed) {
                listener.ready(WRITE);
            }
        }
        askSoon();
    }

    private void polled(int which) {
        if (which == READ) {
            receiving = 0;
        } else {
            awaitingRoom = 0;
        }
        tell(which);
    }

    private void tell(int which) {
        if (!closed && (wanted & which) != 0) {
            listener.ready(which);
        }
        askSoon();
    }

    private void emptied() {
        outFrom = 0;
        outTo = 0;
        if (out != null) {
            memory.giveBack(out);
            out = null;
        }
    }

    // ---- the end

    @Override
    public void close() {
        if (!closed) {
            Host.current().call(this::closeNow);
        }
    }

    private void closeNow() {
        flushByHand();
        closed = true;
        takeBack(receiving);
        takeBack(sending);
        takeBack(awaitingRoom);
        registration.cancel();
        forget();
    }

    private void takeBack(long request) {
        if (request != 0) {
            registration.submit(RingRequests.cancel(request, 0));
        }
    }

    private void forget() {
        if (receiving == 0 && in != null) {
            memory.giveBack(in);
            in = null;
        }
        if (sending == 0) {
            emptied();
        }
    }

    // ---- receiving

    @Override
    public boolean holds() {
        return inTo > inFrom || ended || receiveFailure != 0;
    }

    @Override
    public ByteBuffer memory(Passage passage) {
        return calls.memory(passage);
    }

    @Override
    public int receive(ByteBuffer target, Passage passage) throws IOException {
        int count;
        if (inTo > inFrom && in != null) {
            count = Math.min(inTo - inFrom, target.remaining());
            target.put(target.position(), in.bytes(), inFrom, count);
            target.position(target.position() + count);
            inFrom += count;
        } else if (ended) {
            return -1;
        } else if (receiveFailure != 0) {
            count = Errors.ioResult("recv", receiveFailure);
        } else if (filling) {
            return 0; // what comes now is behind what the request may have got already
        } else {
            count = calls.receive(target, passage);
            large = count > RingMemory.PIECE;
        }
        askSoon();
        return count;
    }

    @Override
    public int atHand(Passage passage) {
        return holds() || filling ? 0 : calls.atHand(passage);
    }

    // ---- sending

    @Override
    public boolean send(ByteBuffer data, Passage passage) throws IOException {
        checkSent();
        if (sending != 0) {
            return false;
        }
        if (data.remaining() <= RingMemory.PIECE - outTo) {
            keep(data);
            return true;
        }
        return flushByHand() && calls.send(data, passage);
    }

    private void keep(ByteBuffer data) {
        if (out == null) {
            out = memory.take();
        }
        int count = data.remaining();
        out.bytes().put(outTo, data, data.position(), count);
        data.position(data.limit());
        outTo += count;
        askSoon();
    }

    /// Sends what no request has been made for yet, so that something else can follow.
    ///
    /// @return whether that was all
    private boolean flushByHand() {
        if (out != null && sending == 0) {
            try {
                outFrom += calls.send(out.bytes(), outFrom, outTo);
            } catch (IOException gone) {
                return false; // the request will tell it
            }
            if (outFrom == outTo) {
                emptied();
            }
        }
        return out == null;
    }

    @Override
    public int unsent() {
        return outTo - outFrom;
    }

    @Override
    public void checkSent() throws IOException {
        if (sendFailure != 0) {
            Errors.ioResult("send", sendFailure);
        }
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
