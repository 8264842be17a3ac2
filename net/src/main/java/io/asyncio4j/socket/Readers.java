package io.asyncio4j.socket;

import io.asyncio4j.loop.EventLoop;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.Objects;

/// Callbacks for channels that are ready: asyncio's `loop.add_reader` and its kin. Stateless; the methods are for the
/// running loop's thread.
///
/// A callback is called in every iteration in which its channel is ready, until it is removed, in the context in which it
/// was added. A channel must not block, and must not be a transport's; remove its callbacks before it is closed.
///
/// On a loop with `-Dasyncio4j.io=nio` channels are watched by the loop's own selector. The other kinds of I/O cannot get
/// at the descriptors of the JDK's channels: there a helper thread watches them, and each call costs 10 to 60 microseconds
/// more.
public final class Readers {
    private Readers() {
    }

    /// Calls `callback` whenever the channel can be read, or a connection can be accepted from it; in place of the
    /// callback before.
    ///
    /// @throws IllegalArgumentException when the channel blocks
    /// @throws IllegalStateException when a transport has the channel
    public static void addReader(SelectableChannel channel, Runnable callback) throws IOException {
        Objects.requireNonNull(channel, "channel");
        EventLoop loop = EventLoop.running();
        Watches.of(loop).add(channel, true, new Watches.Callback(loop, Objects.requireNonNull(callback, "callback")));
    }

    /// Calls `callback` whenever the channel can be written, or its connection attempt has ended; in place of the callback
    /// before.
    ///
    /// @throws IllegalArgumentException when the channel blocks
    /// @throws IllegalStateException when a transport has the channel
    public static void addWriter(SelectableChannel channel, Runnable callback) throws IOException {
        Objects.requireNonNull(channel, "channel");
        EventLoop loop = EventLoop.running();
        Watches.of(loop).add(channel, false, new Watches.Callback(loop, Objects.requireNonNull(callback, "callback")));
    }

    /// Undoes [#addReader].
    ///
    /// @return whether there was a callback
    public static boolean removeReader(SelectableChannel channel) {
        Objects.requireNonNull(channel, "channel");
        return Watches.of(EventLoop.running()).remove(channel, true, null);
    }

    /// Undoes [#addWriter].
    ///
    /// @return whether there was a callback
    public static boolean removeWriter(SelectableChannel channel) {
        Objects.requireNonNull(channel, "channel");
        return Watches.of(EventLoop.running()).remove(channel, false, null);
    }
}
