package io.asyncio4j.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.asyncio4j.net.posix.Native;
import io.asyncio4j.net.posix.Posix;
import io.asyncio4j.net.posix.PosixException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// The arguments of one `posix_spawn`, outside the heap, and the descriptors made for it. Owner-confined; closing frees
/// them all, except this side's ends of the pipes once they are handed over.
///
/// @implNote The sizes below are the GNU C library's with room to spare. Descriptors for the child are never 0 to 2: they
/// would be overwritten while the child's streams are put in place.
@SuppressWarnings("restricted") // native access is what this is for
final class SpawnRequest implements AutoCloseable {
    private static final int ACTIONS_SIZE = 512;
    private static final int ATTRIBUTES_SIZE = 1024;
    private static final int SIGNALS_SIZE = 128;
    private static final short SET_SIGNALS_TO_DEFAULT = 0x04;
    private static final short SET_SIGNAL_MASK = 0x08;
    private static final short SET_SESSION = 0x80;
    private static final int SIGPIPE = 13;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int O_WRONLY = 1;
    private static final int O_RDWR = 2;
    private static final int O_CREAT = 0x40;
    private static final int O_TRUNC = 0x200;
    private static final int O_APPEND = 0x400;
    private static final int O_CLOEXEC = 0x80000;
    private static final int NONE = -1;

    private final Arena arena = Arena.ofConfined();
    private final Posix posix = new Posix();
    private final MemorySegment state = arena.allocate(Native.STATE);
    private final MemorySegment actions = arena.allocate(ACTIONS_SIZE, 16);
    private final MemorySegment attributes = arena.allocate(ATTRIBUTES_SIZE, 16);
    private final MemorySegment pid = arena.allocate(JAVA_INT);
    private final MemorySegment arguments;
    private final MemorySegment environment;
    private final List<Integer> childs = new ArrayList<>(3);
    private final int[] mine = {NONE, NONE, NONE};

    SpawnRequest(Command command) throws IOException {
        SubprocessOptions options = command.options();
        this.arguments = strings(command.words());
        Map<String, String> variables = options.environment();
        this.environment = variables == null ? Calls.ENVIRON.get(ADDRESS, 0)
                : strings(variables.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).toList());
        call(Calls.ACTIONS_INIT, actions);
        call(Calls.ATTRIBUTES_INIT, attributes);
        try {
            stream(0, options.stdin());
            stream(1, options.stdout());
            stream(2, options.stderr());
            if (options.directory() != null) {
                call(Calls.ADD_CHDIR, actions, text(options.directory().toString()));
            }
            checked("closefrom", (int) Calls.ADD_CLOSEFROM.invokeExact(state, actions, 3));
            attributes(options.startNewSession());
        } catch (Throwable failure) {
            close();
            if (failure instanceof IOException known) {
                throw known;
            }
            throw Native.impossible(failure);
        }
    }

    private void attributes(boolean session) throws Throwable {
        MemorySegment none = arena.allocate(SIGNALS_SIZE, 8);
        call(Calls.SET_MASK, attributes, none);
        MemorySegment pipe = arena.allocate(SIGNALS_SIZE, 8);
        pipe.set(ValueLayout.JAVA_LONG, 0, 1L << SIGPIPE - 1);
        call(Calls.SET_DEFAULT, attributes, pipe);
        short flags = (short) (SET_SIGNAL_MASK | SET_SIGNALS_TO_DEFAULT | (session ? SET_SESSION : 0));
        checked("setflags", (int) Calls.SET_FLAGS.invokeExact(state, attributes, flags));
    }

    private void stream(int number, Stdio where) throws Throwable {
        switch (where.kind()) {
            case INHERIT -> {
                // as it is
            }
            case PIPE -> {
                int[] ends = posix.pipe();
                boolean reads = number == 0;
                mine[number] = reads ? ends[1] : ends[0];
                put(reads ? ends[0] : ends[1], number);
            }
            case DEVNULL -> put(open("/dev/null", O_RDWR), number);
            case STDOUT -> duplicate(1, number);
            case READ -> put(open(where.file()), number);
            case WRITE -> put(open(where.file().toString(), O_WRONLY | O_CREAT | O_TRUNC), number);
            case APPEND -> put(open(where.file().toString(), O_WRONLY | O_CREAT | O_APPEND), number);
        }
    }

    private int open(Path file) throws Throwable {
        return open(file.toString(), 0);
    }

    private int open(String file, int flags) throws Throwable {
        int descriptor =
                (int) Calls.OPEN.invokeExact(state, text(file), flags | O_CLOEXEC, 0666);
        if (descriptor < 0) {
            throw new PosixException("open of " + file + " for a subprocess", Native.errno(state));
        }
        return descriptor;
    }

    private void put(int descriptor, int number) throws Throwable {
        int safe = descriptor;
        if (descriptor <= 2) {
            safe = (int) Calls.FCNTL.invokeExact(state, descriptor, F_DUPFD_CLOEXEC, 3);
            posix.close(descriptor);
            if (safe < 0) {
                throw new PosixException("fcntl", Native.errno(state));
            }
        }
        childs.add(safe);
        duplicate(safe, number);
    }

    private void duplicate(int from, int to) throws Throwable {
        checked("dup2", (int) Calls.ADD_DUP2.invokeExact(state, actions, from, to));
    }

    /// Tries one file, and gives the system's number for what hinders it, or 0.
    int start(String program) {
        try {
            return (int) Calls.SPAWN.invokeExact(state, pid, text(program), actions, attributes, arguments,
                    environment);
        } catch (Throwable failure) {
            throw Native.impossible(failure);
        }
    }

    long pid() {
        return pid.get(JAVA_INT, 0);
    }

    /// This side's ends of the pipes, which are the caller's from now on; -1 for none.
    int[] handOver() {
        int[] ends = mine.clone();
        Arrays.fill(mine, NONE);
        return ends;
    }

    private MemorySegment text(String text) {
        return arena.allocateFrom(text, StandardCharsets.UTF_8);
    }

    private MemorySegment strings(List<String> all) {
        MemorySegment table = arena.allocate(ADDRESS, all.size() + 1L); // ends with a null
        for (int i = 0; i < all.size(); i++) {
            table.setAtIndex(ADDRESS, i, text(all.get(i)));
        }
        return table;
    }

    private void call(MethodHandle function, MemorySegment first) {
        try {
            checked("posix_spawn", (int) function.invokeExact(state, first));
        } catch (Throwable failure) {
            throw Native.impossible(failure);
        }
    }

    private void call(MethodHandle function, MemorySegment first, MemorySegment second) {
        try {
            checked("posix_spawn", (int) function.invokeExact(state, first, second));
        } catch (Throwable failure) {
            throw Native.impossible(failure);
        }
    }

    private static void checked(String operation, int error) throws PosixException {
        if (error != 0) {
            throw new PosixException(operation, error);
        }
    }

    @Override
    public void close() {
        call(Calls.ACTIONS_DESTROY, actions);
        call(Calls.ATTRIBUTES_DESTROY, attributes);
        childs.forEach(posix::close);
        for (int end : mine) {
            if (end != NONE) {
                posix.close(end);
            }
        }
        arena.close();
    }

    /// Whether the C library has all these functions.
    static boolean isComplete() {
        return Calls.ADD_CLOSEFROM != null;
    }

    private static final class Calls {
        static final MethodHandle SPAWN = Native.function("posix_spawn", JAVA_INT, ADDRESS, ADDRESS, ADDRESS,
                ADDRESS, ADDRESS, ADDRESS);
        static final MethodHandle ACTIONS_INIT = action("init");
        static final MethodHandle ACTIONS_DESTROY = action("destroy");
        static final MethodHandle ADD_DUP2 = action("adddup2", JAVA_INT, JAVA_INT);
        static final MethodHandle ADD_CHDIR = action("addchdir_np", ADDRESS);
        static final MethodHandle ADD_CLOSEFROM = action("addclosefrom_np", JAVA_INT);
        static final MethodHandle ATTRIBUTES_INIT = attribute("init");
        static final MethodHandle ATTRIBUTES_DESTROY = attribute("destroy");
        static final MethodHandle SET_FLAGS = attribute("setflags", JAVA_SHORT);
        static final MethodHandle SET_MASK = attribute("setsigmask", ADDRESS);
        static final MethodHandle SET_DEFAULT = attribute("setsigdefault", ADDRESS);
        static final MethodHandle OPEN = Native.variadic("open", 2, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
        static final MethodHandle FCNTL =
                Native.variadic("fcntl", 2, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
        /// Where the C library keeps this process's variables, as the system gave them.
        static final MemorySegment ENVIRON = Linker.nativeLinker().defaultLookup().find("environ").orElseThrow()
                .reinterpret(ADDRESS.byteSize());

        private static MethodHandle action(String name, ValueLayout... more) {
            return prefixed("posix_spawn_file_actions_" + name, more);
        }

        private static MethodHandle attribute(String name, ValueLayout... more) {
            return prefixed("posix_spawnattr_" + name, more);
        }

        private static MethodHandle prefixed(String name, ValueLayout... more) {
            List<ValueLayout> all = new ArrayList<>(List.of(ADDRESS));
            all.addAll(Arrays.asList(more));
            return Native.function(name, JAVA_INT, all.toArray(ValueLayout[]::new));
        }
    }
}
