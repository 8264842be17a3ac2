package io.asyncio4j.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Which Python is there, and which has uvloop. Immutable.
///
/// @param plain the command of CPython, or empty
/// @param uvloop the command of a Python that has uvloop, or empty
record Pythons(Optional<String> plain, Optional<String> uvloop) {
    static final String NO_PYTHON = "CPython was not measured: there is no python3 of 3.11 or newer; install python3";
    static final String NO_UVLOOP =
            "uvloop was not measured: no python3 of 3.11 or newer has it; install python3-uvloop (Debian) or uvloop (pip)";

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String MODERN = "import sys, asyncio; assert sys.version_info >= (3, 11)";

    /// Looks; the system's own Python has what the system's packages bring.
    static Pythons find() throws InterruptedException {
        Optional<String> plain = first(MODERN);
        return new Pythons(plain, first(MODERN + "; import uvloop"));
    }

    private static Optional<String> first(String test) throws InterruptedException {
        for (String python : List.of("python3", "/usr/bin/python3")) {
            if (answer(python, test).isPresent()) {
                return Optional.of(python);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> answer(String python, String program) throws InterruptedException {
        try {
            return Place.has(python)
                    ? Optional.of(Program.output(List.of(python, "-c", program), LIMIT).strip())
                    : Optional.empty();
        } catch (IOException refused) {
            return Optional.empty();
        }
    }

    /// The versions of what there is.
    Map<String, String> versions() throws InterruptedException {
        Map<String, String> versions = new TreeMap<>();
        if (plain.isPresent()) {
            answer(plain.get(), "import platform; print(platform.python_version())")
                    .ifPresent(version -> versions.put("CPython", version));
        }
        if (uvloop.isPresent()) {
            answer(uvloop.get(),
                    "import platform, uvloop; print(uvloop.__version__ + ' on CPython ' + platform.python_version())")
                    .ifPresent(version -> versions.put("uvloop", version));
        }
        return versions;
    }
}
