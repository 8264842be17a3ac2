package io.asyncio4j.signal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/// The signals that POSIX names, as Python's `signal` module spells them. Immutable.
public enum Signal {
    /// The terminal has gone; often: read the configuration again.
    SIGHUP,
    /// Ctrl-C.
    SIGINT,
    /// Ctrl-\.
    SIGQUIT,
    /// Illegal instruction.
    SIGILL,
    /// Breakpoint.
    SIGTRAP,
    /// `abort` was called.
    SIGABRT,
    /// Bad memory access.
    SIGBUS,
    /// Arithmetic error.
    SIGFPE,
    /// Ends a process at once; cannot be handled.
    SIGKILL,
    /// For programs to use.
    SIGUSR1,
    /// Invalid memory reference.
    SIGSEGV,
    /// For programs to use.
    SIGUSR2,
    /// A pipe without reader was written to.
    SIGPIPE,
    /// A timer has run down.
    SIGALRM,
    /// Asks a process to end.
    SIGTERM,
    /// A child has ended or stopped.
    SIGCHLD,
    /// Goes on after a stop.
    SIGCONT,
    /// Stops a process; cannot be handled.
    SIGSTOP,
    /// Ctrl-Z.
    SIGTSTP,
    /// Read from the terminal in the background.
    SIGTTIN,
    /// Written to the terminal in the background.
    SIGTTOU,
    /// Urgent data on a socket.
    SIGURG,
    /// The CPU time is used up.
    SIGXCPU,
    /// A file has grown too large.
    SIGXFSZ,
    /// A timer of CPU time has run down.
    SIGVTALRM,
    /// A timer of profiling has run down.
    SIGPROF,
    /// The terminal has another size.
    SIGWINCH,
    /// Bad system call.
    SIGSYS;

    /// The signal of this name, with or without `SIG`, in any case.
    ///
    /// @throws IllegalArgumentException when there is none
    public static Signal of(String name) {
        Objects.requireNonNull(name, "name");
        String upper = name.strip().toUpperCase(Locale.ROOT);
        String full = upper.startsWith("SIG") ? upper : "SIG" + upper;
        return Arrays.stream(values()).filter(each -> each.name().equals(full)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("signal is unknown: " + name + "; give one of "
                        + Arrays.stream(values()).map(Signal::name).collect(Collectors.joining(", "))));
    }

    /// Its number on this system.
    ///
    /// @throws UnsupportedOperationException when this system does not have it
    public int number() {
        return raw().getNumber();
    }

    /// The JDK's object for it.
    sun.misc.Signal raw() {
        try {
            return new sun.misc.Signal(name().substring("SIG".length()));
        } catch (IllegalArgumentException unknown) {
            throw new UnsupportedOperationException(
                    "signal does not exist on this system: " + name() + "; use another one", unknown);
        }
    }
}
