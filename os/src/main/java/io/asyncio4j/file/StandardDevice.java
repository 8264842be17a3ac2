package io.asyncio4j.file;

import java.io.IOException;

/// A stream that the process was started with, as a device.
sealed interface StandardDevice extends Device permits StandardInput, StandardOutput {

    @Override
    default boolean hasPositions() {
        return false;
    }

    @Override
    default boolean gathersWrites() {
        return false;
    }

    @Override
    default boolean belongsToProcess() {
        return true;
    }

    @Override
    default long size() throws IOException {
        throw new IOException("standard streams have no size");
    }

    @Override
    default void resize(long size) throws IOException {
        throw new IOException("standard streams have no size");
    }
}
