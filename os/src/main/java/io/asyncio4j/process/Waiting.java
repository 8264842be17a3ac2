package io.asyncio4j.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.asyncio4j.net.posix.Native;
import io.asyncio4j.net.posix.Posix;
import io.asyncio4j.net.posix.PosixException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The system's calls to wait for children and to send signals. Stateless; Linux only.
final class Waiting {
    /// What is reported of a child that somebody else has reaped, as asyncio does.
    private static final int UNKNOWN = 255;

    private static final int NOT_OURS = Integer.MIN_VALUE;
    private static final Logger LOG = System.getLogger("io.asyncio4j.process");
    private static final int P_PID = 1;
    private static final int WNOHANG = 1;
    private static final int WEXITED = 4;
    private static final int WNOWAIT = 0x01000000;
    static final int ESRCH = 3;
    private static final int SIZE_OF_SIGINFO = 128;
    private static final long SYS_PIDFD_OPEN = 434; // the same on every architecture

    private Waiting() {
    }

    /// Whether the calls can be made here.
    static boolean isAvailable() {
        return Posix.isAvailable();
    }

    /// Whether the kernel gives descriptors of processes, which it does since 5.3.
    static boolean hasPidfd() {
        return Pidfd.WORKS;
    }

    /// A descriptor of a child that has not been reaped; readable when it has ended.
    static int openPidfd(long pid) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Native.STATE);
            long descriptor =
                    (long) Calls.PIDFD_OPEN.invokeExact(state, SYS_PIDFD_OPEN, Math.toIntExact(pid), 0);
            if (descriptor < 0) {
                throw new PosixException("pidfd_open of " + pid, Native.errno(state));
            }
            return (int) descriptor;
        } catch (PosixException failure) {
            throw failure;
        } catch (Throwable failure) {
            throw Native.impossible(failure);
        }
    }

    /// Waits for a child, reaps it and says how it ended; 255 with a warning when somebody else has reaped it.
    static int reap(long pid) {
        int returnCode = reapQuietly(pid);
        return returnCode == NOT_OURS ? unknown(pid) : returnCode;
    }

    /// As [#reap], but says [#NOT_OURS] when there is no such child.
    static int reapQuietly(long pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Native.STATE);
            MemorySegment status = arena.allocate(JAVA_INT);
            int found;
            do {
                found = (int) Calls.WAITPID.invokeExact(state, Math.toIntExact(pid), status, 0);
            } while (found < 0 && Native.errno(state) == Posix.EINTR);
            return found < 0 ? NOT_OURS : returnCode(status.get(JAVA_INT, 0));
        } catch (Throwable failure) {
            throw Native.impossible(failure);
        }
    }

    private static int returnCode(int status) {
        int signal = status & 0x7f;
        return signal == 0 ? status >> 8 & 0xff : -signal;
    }

    /// What to report of a child of which nothing can be known.
    static int unknown(long pid) {
        LOG.log(Level.WARNING,
                "child {0,number,#} was reaped by somebody else; its return code is reported as {1}", pid,
                UNKNOWN);
        return UNKNOWN;
    }

    /// Whether a child has ended, reaped or not; leaves it as it is.
    static boolean hasEnded(long pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment information = arena.allocate(SIZE_OF_SIGINFO, 8);
            int result = (int) Calls.WAITID.invokeExact(arena.allocate(Native.STATE), P_PID,
                    Math.toIntExact(pid), information, WEXITED | WNOHANG | WNOWAIT);
            return result != 0 || information.get(JAVA_INT, 0) != 0;
        } catch (Throwable failure) {
            throw Native.impossible(failure);
        }
    }

    /// Sends a signal; a process that has gone is no failure.
    static void signal(long pid, int signal) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Native.STATE);
            int result = (int) Calls.KILL.invokeExact(state, Math.toIntExact(pid), signal);
            if (result != 0 && Native.errno(state) != ESRCH) {
                throw new PosixException("signal " + signal + " to process " + pid, Native.errno(state));
            }
        } catch (PosixException failure) {
            throw failure;
        } catch (Throwable failure) {
            throw Native.impossible(failure);
        }
    }

    private static final class Calls {
        static final MethodHandle WAITPID =
                Native.function("waitpid", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
        static final MethodHandle WAITID =
                Native.function("waitid", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
        static final MethodHandle KILL = Native.function("kill", JAVA_INT, JAVA_INT, JAVA_INT);
        static final MethodHandle PIDFD_OPEN =
                Native.variadic("syscall", 1, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT);
    }

    private static final class Pidfd {
        static final boolean WORKS = probe();

        private static boolean probe() {
            if (!isAvailable()) {
                return false;
            }
            try {
                int self = openPidfd(ProcessHandle.current().pid());
                new Posix().close(self);
                return true;
            } catch (PosixException | LinkageError old) {
                return false;
            }
        }
    }
}
