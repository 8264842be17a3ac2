package io.asyncio4j.benchmarks;

import io.netty.util.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a run was made on and with. Stateless.
final class Machine {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Machine() {
    }

    /// The hardware and the kernel.
    static Map<String, String> describe() {
        Map<String, String> machine = new LinkedHashMap<>();
        machine.put("processor", find("/proc/cpuinfo", "model name\\s*: (.*)").orElse(System.getProperty("os.arch")));
        machine.put("cores", Runtime.getRuntime().availableProcessors() + " cores");
        find("/proc/meminfo", "MemTotal:\\s*(\\d+) kB")
                .ifPresent(memory -> machine.put("memory", Math.round(Long.parseLong(memory) / 1e6) + " GB"));
        machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        return machine;
    }

    /// The versions of what takes part.
    static Map<String, String> versions(Place place, Pythons pythons) throws InterruptedException {
        Map<String, String> versions = new LinkedHashMap<>();
        String commit = answer(List.of("git", "-C", place.root().toString(), "describe", "--always", "--dirty"));
        versions.put("asyncio4j", commit.isEmpty() ? "of no known commit" : "at " + commit);
        versions.put("JDK", Runtime.version().toString());
        Version netty = Version.identify().get("netty-transport");
        if (netty != null) {
            versions.put("Netty", netty.artifactVersion());
        }
        versions.putAll(pythons.versions());
        put(versions, "Node", answer(List.of("node", "--version")).replaceFirst("^v", ""));
        put(versions, "Kotlin coroutines", kotlin(place));
        put(versions, "gcc", answer(List.of("gcc", "-dumpfullversion")));
        put(versions, "OpenSSL", answer(List.of("openssl", "version")).replaceFirst("OpenSSL (\\S+).*", "$1"));
        return versions;
    }

    private static void put(Map<String, String> versions, String name, String version) {
        if (!version.isEmpty()) {
            versions.put(name, version);
        }
    }

    private static String kotlin(Place place) {
        try {
            Matcher jar = Pattern.compile("coroutines-core-jvm-(.*)\\.jar").matcher("");
            String path = place.kotlin().orElse("");
            if (path.isEmpty()) {
                return "";
            }
            try (var files = Files.list(Path.of(path.substring(path.indexOf(':') + 1).replace("/*", "")))) {
                return files.map(file -> jar.reset(file.getFileName().toString()).find() ? jar.group(1) : "")
                        .filter(version -> !version.isEmpty()).findFirst().orElse("");
            }
        } catch (IOException unreadable) {
            return "";
        }
    }

    private static String answer(List<String> command) throws InterruptedException {
        try {
            return Place.has(command.getFirst()) ? Program.output(command, LIMIT).strip() : "";
        } catch (IOException refused) {
            return "";
        }
    }

    private static Optional<String> find(String file, String pattern) {
        try {
            Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(Path.of(file)));
            return matcher.find() ? Optional.of(matcher.group(1).strip()) : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
