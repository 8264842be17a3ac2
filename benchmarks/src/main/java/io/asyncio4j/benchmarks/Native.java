package io.asyncio4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The programs in C: the load, the server by hand, the stopwatch. Built when they are stale. Immutable.
///
/// @param load the load generator
/// @param echo the echo server
/// @param start the stopwatch
/// @param tls whether the first two speak TLS
record Native(Path load, Path echo, Path start, boolean tls) {
    static final String NO_COMPILER =
            "nothing of the network or of starting was measured: there is no C compiler for the "
                    + "load generator; install gcc (Debian: gcc libc6-dev)";
    static final String NO_OPENSSL =
            "TLS was not measured: OpenSSL's headers are missing; install libssl-dev (Debian)";

    private static final Duration LIMIT = Duration.ofMinutes(1);

    /// Builds what is stale.
    ///
    /// @return nothing when there is no C compiler
    static Optional<Native> build(Place place) throws IOException, InterruptedException {
        Optional<String> compiler = List.of("gcc", "clang", "cc").stream().filter(Place::has).findFirst();
        if (compiler.isEmpty()) {
            return Optional.empty();
        }
        Files.createDirectories(place.built());
        boolean tls = tryTls(compiler.get());
        String suffix = tls ? "-tls" : "";
        Path load = compile(place, compiler.get(), "load", suffix, tls);
        Path echo = compile(place, compiler.get(), "echo", suffix, tls);
        return Optional.of(new Native(load, echo, compile(place, compiler.get(), "start", "", false), tls));
    }

    private static boolean tryTls(String compiler) throws InterruptedException {
        Path probe = null;
        try {
            probe = Files.createTempFile("asyncio4j-tls", ".c");
            Files.writeString(probe, "#include <openssl/ssl.h>\n");
            Program.output(List.of(compiler, "-fsyntax-only", probe.toString()), LIMIT);
            return true;
        } catch (IOException missing) {
            return false;
        } finally {
            if (probe != null) {
                probe.toFile().delete();
            }
        }
    }

    private static Path compile(Place place, String compiler, String name, String suffix, boolean tls)
            throws IOException, InterruptedException {
        Path made = place.built().resolve(name + suffix);
        Path source = Path.of(place.source("c/" + name + ".c"));
        Path header = Path.of(place.source("c/wire.h"));
        if (Files.exists(made) && newer(made, source) && newer(made, header)) {
            return made;
        }
        List<String> command = new ArrayList<>(List.of(compiler, "-O2", "-o", made.toString(), source.toString()));
        if (tls) {
            command.addAll(List.of("-DWITH_TLS", "-lssl", "-lcrypto"));
        }
        command.add("-lm");
        Program.output(command, LIMIT);
        return made;
    }

    private static boolean newer(Path file, Path than) throws IOException {
        return Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(than)) >= 0;
    }
}
