package io.asyncio4j.socket;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.thread.RunInExecutor;
import io.asyncio4j.transport.SendfileNotAvailableException;
import io.asyncio4j.transport.spi.FilePart;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;

/// A file on its way through a socket of the program. Owner-confined: used by one coroutine, once.
final class FileTransfer {
    private static final int BLOCK = 256 * 1024;
    /// Sent without letting others run.
    private static final long PIECE = 1024 * 1024;

    private final SocketChannel channel;
    private final FilePart part;
    private long sent;

    FileTransfer(SocketChannel channel, FileChannel file, long offset, long count) {
        this.channel = channel;
        this.part = new FilePart(file, offset, count);
    }

    long run(boolean fallback) throws Exception {
        if (!part.isPlatforms() && !fallback) {
            throw new SendfileNotAvailableException("sendfile by the operating system is not possible with this file: "
                    + part.file().getClass().getName() + "; allow the fallback");
        }
        try {
            if (part.isPlatforms()) {
                sendByPlatform();
            } else {
                readAndSend();
            }
            return sent;
        } finally {
            part.sent(sent);
        }
    }

    private void sendByPlatform() throws Exception {
        while (sent < part.length()) {
            boolean[] full = new boolean[1];
            Sockets.repeat("sockSendfile", channel, false, () -> {
                long wish = Math.min(PIECE, part.length() - sent);
                long went = wish <= 0 ? 0 : part.file().transferTo(part.offset() + sent, wish, channel);
                sent += went;
                full[0] = went == wish;
                return went > 0 || wish <= 0;
            });
            if (full[0] && sent < part.length()) {
                Sleep.sleep(0).await();
            }
        }
    }

    private void readAndSend() throws Exception {
        ByteBuffer block = ByteBuffer.allocate((int) Math.min(BLOCK, part.count()));
        while (read(block) >= 0) {
            block.flip();
            int count = block.remaining();
            try {
                Sockets.sockSendAll(channel, block).await();
            } finally {
                sent += count - block.remaining();
            }
        }
    }

    private int read(ByteBuffer block) throws Exception {
        long before = sent;
        return RunInExecutor.runInExecutor(EventLoop.running(), null, () -> part.read(block.clear(), before)).await();
    }
}
