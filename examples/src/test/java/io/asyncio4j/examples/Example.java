package io.asyncio4j.examples;

import io.asyncio4j.Asyncio;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.KeyboardInterrupt;
import io.asyncio4j.runner.DefaultLoopPolicy;
import io.asyncio4j.testing.VirtualTime;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// One program, to be run as the `java` command does: on a thread that is called main, until all its threads have
/// ended. Its loops are in virtual time unless told otherwise.
///
/// Owner-confined; one at a time in a JVM, because what a program prints and its loops' policy are the JVM's.
final class Example {
    private static final Duration LONGEST_RUN = Duration.ofSeconds(40);
    private static final Console CONSOLE = new Console();

    private final String program;
    private String[] arguments = {};
    private String keyboard = "";
    private Supplier<EventLoop> loops = VirtualTime::newLoop;
    private double ctrlCAfter = Double.POSITIVE_INFINITY;
    private final List<EventLoop> made = new CopyOnWriteArrayList<>();
    private final Printed out = new Printed();
    private final Printed err = new Printed();

    private Example(String program) {
        this.program = program;
    }

    static Example of(String program) {
        return new Example(program);
    }

    Example arguments(Object... values) {
        arguments = List.of(values).stream().map(String::valueOf).toArray(String[]::new);
        return this;
    }

    Example keyboard(String text) {
        keyboard = text;
        return this;
    }

    /// Time passes as the loop turns: for programs that never let it idle.
    Example inTickingTime() {
        loops = TickingTime::newLoop;
        return this;
    }

    /// Time passes as it does: for programs with sockets, or with a loop that waits for other threads.
    Example inRealTime() {
        loops = EventLoop::new;
        return this;
    }

    /// Raises [KeyboardInterrupt] out of the program's loop after so many seconds of its time.
    Example ctrlCAfter(double seconds) {
        ctrlCAfter = seconds;
        return this;
    }

    /// Runs the program to its end.
    ///
    /// @throws AssertionError when it fails
    Shown run() throws Exception {
        Shown shown = runToTheEnd();
        if (shown.failure() != null) throw new AssertionError(program + " failed:\n" + shown.err(), shown.failure());
        return shown;
    }

    /// Runs the program to its end, which may be a failure.
    Shown runToTheEnd() throws Exception {
        try (Started started = start()) {
            return started.join();
        }
    }

    /// Starts the program; closing ends it by force.
    Started start() throws Exception {
        return new Started();
    }

    private EventLoop newLoop() {
        EventLoop loop = loops.get();
        if (ctrlCAfter < Double.POSITIVE_INFINITY) loop.callLater(ctrlCAfter, Example::interrupt);
        made.add(loop);
        return loop;
    }

    private static void interrupt() {
        throw new KeyboardInterrupt();
    }

    /// A running program.
    final class Started implements AutoCloseable {
        private final URLClassLoader loader;
        private final Set<Thread> threadsBefore = Thread.getAllStackTraces().keySet();
        private final Thread main;
        private volatile Throwable failure;

        private Started() throws Exception {
            loader = Programs.loader(program);
            Asyncio.setEventLoopPolicy(new DefaultLoopPolicy(Example.this::newLoop));
            CONSOLE.give(out.stream(), err.stream(), keyboard);
            main = Thread.ofPlatform().name("main").daemon(false).start(this::call);
        }

        private void call() {
            try {
                Class<?> type = loader.loadClass(Programs.className(program));
                Constructor<?> constructor = type.getDeclaredConstructor();
                constructor.setAccessible(true);
                Object instance = constructor.newInstance();
                for (Method method : type.getDeclaredMethods()) {
                    if (!method.getName().equals("main")) continue;
                    method.setAccessible(true);
                    method.invoke(instance, method.getParameterCount() == 0 ? new Object[0] : new Object[]{arguments});
                    return;
                }
                throw new NoSuchMethodException("main");
            } catch (InvocationTargetException thrown) {
                failure = thrown.getCause();
            } catch (Throwable thrown) {
                failure = thrown;
            }
        }

        Printed out() {
            return out;
        }

        /// The loops that the program has made so far.
        List<EventLoop> loops() {
            return made;
        }

        /// Waits until the program and all its threads have ended.
        Shown join() throws InterruptedException {
            if (!main.join(LONGEST_RUN)) {
                throw new AssertionError(program + " did not end; it is at " + List.of(main.getStackTrace())
                        + "\nand has printed: " + out.text());
            }
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (!thread.isDaemon() && !threadsBefore.contains(thread) && !thread.join(LONGEST_RUN)) {
                    throw new AssertionError(program + " left a thread that did not end: " + thread);
                }
            }
            double time = made.stream().mapToDouble(EventLoop::time).max().orElse(0);
            return new Shown(out.text(), err.text(), time, List.copyOf(made), failure);
        }

        /// Ctrl-C, as the program's loop sees it.
        void ctrlC() {
            made.getLast().callSoonThreadsafe(Example::interrupt);
        }

        @Override
        public void close() throws Exception {
            if (main.isAlive()) {
                made.stream().filter(EventLoop::isRunning).forEach(loop -> loop.callSoonThreadsafe(Example::interrupt));
                main.interrupt();
                main.join(LONGEST_RUN);
            }
            CONSOLE.takeBack();
            Asyncio.setEventLoopPolicy(null);
            loader.close();
        }
    }

    /// The JVM's own streams, lent to a program. What reads the keyboard keeps the stream it saw first, so that one
    /// stays, and its text changes.
    private static final class Console {
        private final PrintStream out = System.out;
        private final PrintStream err = System.err;
        private final InputStream in = System.in;
        private volatile InputStream typed = InputStream.nullInputStream();

        void give(PrintStream newOut, PrintStream newErr, String keyboard) {
            typed = new ByteArrayInputStream(keyboard.getBytes(StandardCharsets.UTF_8));
            System.setOut(newOut);
            System.setErr(newErr);
            System.setIn(new InputStream() {
                @Override
                public int read() throws java.io.IOException {
                    return typed.read();
                }

                @Override
                public int read(byte[] into, int offset, int length) throws java.io.IOException {
                    return typed.read(into, offset, length);
                }
            });
        }

        void takeBack() {
            System.setOut(out);
            System.setErr(err);
            System.setIn(in);
        }
    }
}
