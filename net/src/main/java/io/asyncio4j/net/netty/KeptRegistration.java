package io.asyncio4j.net.netty;

import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoOps;

/// A descriptor's place in epoll's set that is kept while nothing is wanted of it. Confined to the loop's own thread.
///
/// @implNote Netty 4.2.18 takes such a descriptor out of the set and fails to put it back: a channel whose peer has ended
/// its direction lost all that it could not write at once. It stays, edge-triggered, so that a hang-up is told once and
/// not for ever.
final class KeptRegistration implements IoRegistration {
    private final IoRegistration registration;

    KeptRegistration(IoRegistration registration) {
        this.registration = registration;
    }

    @Override
    public long submit(IoOps ops) {
        return registration.submit(ops.equals(EpollIoOps.NONE) ? EpollIoOps.EPOLLET : ops);
    }

    @Override
    public <T> T attachment() {
        return registration.attachment();
    }

    @Override
    public boolean isValid() {
        return registration.isValid();
    }

    @Override
    public boolean cancel() {
        return registration.cancel();
    }
}
