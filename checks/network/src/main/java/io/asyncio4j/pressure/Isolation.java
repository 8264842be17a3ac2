package io.asyncio4j.pressure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A machine of its own on a wire of its own, made of a network namespace: its server accepts connections and never reads,
/// and it can vanish without a packet. Owner-confined.
final class Isolation implements AutoCloseable {
    static final String THERE = "10.213.77.2";
    static final int PORT = 7000;
    private static final String HERE = "10.213.77.1";
    private static final Pattern HARDWARE_ADDRESS = Pattern.compile("link/ether ([0-9a-f:]+)");

    private final String space = "asyncio4j-" + ProcessHandle.current().pid();
    private final String near = "aj" + ProcessHandle.current().pid();
    private final String far = near + "x";
    private final Process server;

    Isolation() throws IOException, InterruptedException {
        run("ip", "netns", "add", space);
        try {
            run("ip", "link", "add", near, "type", "veth", "peer", "name", far, "netns", space);
            run("ip", "address", "add", HERE + "/30", "dev", near);
            run("ip", "link", "set", near, "up");
            run("ip", "-n", space, "link", "set", far, "up");
            appear();
            Matcher hardware = HARDWARE_ADDRESS.matcher(run("ip", "-n", space, "-o", "link", "show", far));
            if (!hardware.find()) {
                throw new IOException("isolation has no hardware address: " + far);
            }
            // one that has to be asked for would be missed, and the system would tell
            run("ip", "neighbour", "replace", THERE, "lladdr", hardware.group(1), "dev", near, "nud", "permanent");
            server = new ProcessBuilder("ip", "netns", "exec", space,
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                    System.getProperty("java.class.path"), Silent.class.getName())
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start();
            new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII)).readLine();
        } catch (IOException | InterruptedException failure) {
            run("ip", "netns", "delete", space);
            throw failure;
        }
    }

    /// What makes it impossible here, or null.
    static @Nullable String hindrance() {
        if (!Files.isDirectory(Path.of("/proc/self/ns"))) {
            return "this is not Linux";
        }
        String probe = "asyncio4j-probe-" + ProcessHandle.current().pid();
        try {
            run("ip", "netns", "add", probe);
            run("ip", "netns", "delete", probe);
            return null;
        } catch (IOException refused) {
            return refused.getMessage();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    /// It answers no packet any more, and refuses none.
    void vanish() throws IOException, InterruptedException {
        run("ip", "-n", space, "address", "flush", "dev", far);
    }

    /// It is there again.
    void appear() throws IOException, InterruptedException {
        run("ip", "-n", space, "address", "add", THERE + "/30", "dev", far);
    }

    @Override
    public void close() throws IOException {
        try {
            server.destroyForcibly().waitFor();
            run("ip", "link", "delete", near);
            run("ip", "netns", "delete", space);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("isolation is not taken down: interrupted; run: ip netns delete " + space, stopped);
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + said);
        }
        return said;
    }

    /// The program in the namespace.
    static final class Silent {
        private Silent() {
        }

        /// Accepts, and keeps what it has accepted.
        public static void main(String[] arguments) throws IOException {
            List<Socket> kept = new ArrayList<>();
            try (ServerSocket listening = new ServerSocket(PORT, 50, InetAddress.getByName(THERE))) {
                System.out.println("listening");
                while (true) {
                    kept.add(listening.accept());
                }
            }
        }
    }
}
