package io.asyncio4j.transport;

import io.asyncio4j.coroutine.AsyncAction;

/// A kind of connection that [TransportContract] is tried on. Stateless.
public interface Link {

    /// Both ends, each with the protocol it was given; both have heard `connectionMade`.
    ///
    /// @param finish to be run at the end of a test: closes what was needed to make the ends
    record Ends(Transport left, Transport right, AsyncAction finish) {
    }

    /// Connects two protocols.
    Ends connect(Recorder left, Recorder right) throws Exception;

    /// Whether both ends send: a pipe's left end does, and its right one receives.
    default boolean twoWay() {
        return true;
    }

    /// Whether the end of one direction leaves the other open.
    default boolean halfCloses() {
        return true;
    }

    /// Whether a buffer that is exactly as full as the high mark pauses the writer.
    default boolean pausesAtTheMark() {
        return false;
    }

    /// Whether both ends have addresses.
    default boolean hasAddresses() {
        return true;
    }

    /// Whether the right end calls its recorder itself: a subprocess's pipe has a protocol that passes on what it says.
    default boolean callsTheRecorder() {
        return true;
    }
}
