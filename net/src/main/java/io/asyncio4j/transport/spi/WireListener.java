package io.asyncio4j.transport.spi;

import java.io.IOException;

/// What a [Wire] tells: facts, upon which the listener schedules work on the loop. Called on the loop's own thread, during
/// the poll or below a call of the wire; it must neither run a program's code nor await.
public interface WireListener {

    /// Bytes, the end of the stream or a failure can be taken.
    void readable();

    /// Some of what was unsent has gone; called outside [Wire#send] only.
    void progressed();

    /// Sending has failed; may be called below [Wire#send].
    void broken(IOException failure);
}
