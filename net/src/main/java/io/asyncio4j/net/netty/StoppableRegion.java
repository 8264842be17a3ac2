package io.asyncio4j.net.netty;

import io.netty.channel.DefaultFileRegion;
import java.nio.channels.FileChannel;

/// A part of a file for Netty to send that can be cut short, and that leaves the file open. Confined to the loop's own
/// thread.
///
/// @implNote Netty cannot give back what it has been given to write. It asks a region how long it is each time it can
/// write some more of it, so a region that becomes as long as what has gone is done.
final class StoppableRegion extends DefaultFileRegion {
    private boolean stopped;

    StoppableRegion(FileChannel file, long offset, long count) {
        super(file, offset, count);
    }

    void stop() {
        stopped = true;
    }

    @Override
    public long count() {
        return stopped ? transferred() : super.count();
    }

    @Override
    protected void deallocate() {
        // the file is the program's
    }
}
