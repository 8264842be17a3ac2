package io.asyncio4j.process;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import java.util.Objects;
import java.util.function.Supplier;

/// Starts processes: asyncio's `create_subprocess_exec` and `create_subprocess_shell`, and the forms with a protocol,
/// `loop.subprocess_exec` and `loop.subprocess_shell`. Stateless; the methods give coroutines for the running loop.
///
/// ```java
/// Process sort = createSubprocessExec(DEFAULT.withStdin(PIPE).withStdout(PIPE), "sort").await();
/// byte[] sorted = sort.communicate("b\na\n".getBytes()).await().stdout();
/// ```
///
/// All of them raise [java.nio.file.NoSuchFileException] when there is no such program or directory,
/// [java.nio.file.AccessDeniedException] when the program may not be run, and [IllegalArgumentException] when an argument
/// contains a NUL. When they are cancelled, the child is killed and reaped before they end.
///
/// The child has no open files of this process but its three streams. A child that still runs when its loop closes is
/// killed.
public final class Subprocesses {
    private Subprocesses() {
    }

    /// What a `subprocessExec` gives. Immutable.
    ///
    /// @param transport the child
    /// @param protocol what the factory made for it
    /// @param <P> the protocol's class
    public record Started<P extends SubprocessProtocol>(SubprocessTransport transport, P protocol) {
    }

    /// Starts a program with this process's streams.
    public static Coroutine<Process> createSubprocessExec(String program, String... arguments) {
        return createSubprocessExec(SubprocessOptions.DEFAULT, program, arguments);
    }

    /// Starts a program.
    ///
    /// @param program its path, or a name to be found on PATH: that of the environment it is given
    public static Coroutine<Process> createSubprocessExec(SubprocessOptions options, String program,
            String... arguments) {
        return process(Command.exec(options, program, arguments));
    }

    /// Has the shell run a line, with this process's streams.
    public static Coroutine<Process> createSubprocessShell(String line) {
        return createSubprocessShell(SubprocessOptions.DEFAULT, line);
    }

    /// Has the shell run a line. Whatever comes from outside must be quoted, or the line does what outsiders want; give it
    /// as an argument of [#createSubprocessExec(SubprocessOptions, String, String...)] instead.
    public static Coroutine<Process> createSubprocessShell(SubprocessOptions options, String line) {
        return process(Command.shell(options, line));
    }

    private static Coroutine<Process> process(Command command) {
        return Coroutine.of(() -> {
            SubprocessStreams streams = new SubprocessStreams(command.options().limit());
            return new Process(ProcessTransport.start(EventLoop.running(), streams, command), streams);
        });
    }

    /// Starts a program whose doings a protocol hears of.
    ///
    /// @param factory makes the protocol, or gives one
    public static <P extends SubprocessProtocol> Coroutine<Started<P>> subprocessExec(
            Supplier<? extends P> factory, SubprocessOptions options, String program, String... arguments) {
        return started(factory, Command.exec(options, program, arguments));
    }

    /// Has the shell run a line whose doings a protocol hears of.
    ///
    /// @param factory makes the protocol, or gives one
    public static <P extends SubprocessProtocol> Coroutine<Started<P>> subprocessShell(
            Supplier<? extends P> factory, SubprocessOptions options, String line) {
        return started(factory, Command.shell(options, line));
    }

    private static <P extends SubprocessProtocol> Coroutine<Started<P>> started(Supplier<? extends P> factory,
            Command command) {
        Objects.requireNonNull(factory, "factory");
        return Coroutine.of(() -> {
            P protocol = factory.get();
            return new Started<>(ProcessTransport.start(EventLoop.running(), protocol, command), protocol);
        });
    }
}
