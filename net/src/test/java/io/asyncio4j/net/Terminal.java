package io.asyncio4j.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.asyncio4j.net.posix.Native;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Both sides of a pseudo terminal, as descriptors. Immutable.
public record Terminal(int master, int slave) {
    private static final int READ_WRITE_NO_CONTROL = 0x102;

    /// A new one.
    public static Terminal open() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Native.STATE);
            int master = (int) Native.function("posix_openpt", JAVA_INT, JAVA_INT).invokeExact(state,
                    READ_WRITE_NO_CONTROL);
            int granted = (int) Native.function("grantpt", JAVA_INT, JAVA_INT).invokeExact(state, master);
            int unlocked = (int) Native.function("unlockpt", JAVA_INT, JAVA_INT).invokeExact(state, master);
            MemorySegment name = arena.allocate(100);
            int named = (int) Native.function("ptsname_r", JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG)
                    .invokeExact(state, master, name, 100L);
            int slave = (int) Native.function("open", JAVA_INT, ADDRESS, JAVA_INT).invokeExact(state, name,
                    READ_WRITE_NO_CONTROL);
            if (master < 0 || granted != 0 || unlocked != 0 || named != 0 || slave < 0) {
                throw new AssertionError("no terminal: " + master + " " + name.getString(0) + " " + slave);
            }
            return new Terminal(master, slave);
        }
    }

    /// Opens a file to read and write, and gives its descriptor.
    public static int openFile(String path) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) Native.function("open", JAVA_INT, ADDRESS, JAVA_INT).invokeExact(
                    arena.allocate(Native.STATE), arena.allocateFrom(path), READ_WRITE_NO_CONTROL);
        } catch (Throwable failure) {
            throw new AssertionError(failure);
        }
    }

    /// A second descriptor of the slave.
    public int duplicateSlave() {
        try (Arena arena = Arena.ofConfined()) {
            return (int) Native.function("dup", JAVA_INT, JAVA_INT).invokeExact(arena.allocate(Native.STATE),
                    slave);
        } catch (Throwable failure) {
            throw new AssertionError(failure);
        }
    }
}
