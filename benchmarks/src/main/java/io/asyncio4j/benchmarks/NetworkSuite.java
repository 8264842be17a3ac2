package io.asyncio4j.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Measures servers by the one load generator. Confined to one thread.
///
/// In each round all servers are started anew and warmed up. Then, for each work, the load goes round and visits one after
/// the other for a short time: a machine's speed changes within seconds, and so contenders are compared at the same time.
final class NetworkSuite {
    /// What the ratios refer to.
    static final String YARDSTICK = "C, epoll";
    /// The rows, in their order.
    static final List<String> ROWS = List.of("streams, io_uring", "streams, epoll", "streams, nio",
            "streams into, epoll", "protocols, io_uring", "protocols, epoll", "protocols, nio", "buffered, epoll",
            "streams, threads", YARDSTICK,
            "Netty, epoll", "Node", "uvloop streams", "uvloop protocols", "uvloop buffered", "CPython streams",
            "CPython protocols", "CPython buffered");

    private static final List<String> NOT_QUICK = List.of("streams, nio", "protocols, nio", "streams, threads",
            "streams into, epoll", "buffered, epoll", "uvloop buffered", "CPython buffered");
    private static final List<String> NOT_BY_TLS = NOT_QUICK;
    /// The first walk through fresh memory can double what a server needs, and the load's visits are too short to end it.
    private static final List<String> TOUCHED_HEAP = List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch");
    private static final String OURS = "io.asyncio4j.benchmarks.ours.EchoServer";
    private static final Duration SLACK = Duration.ofSeconds(60);

    /// @param command without what concerns TLS and the life of the server
    private record Contender(String name, String settings, List<String> command) {
        boolean jvm() {
            return command.getFirst().equals(Place.java());
        }
    }

    private record Running(Contender contender, Program server) {
    }

    private final Native programs;
    private final Optional<Certificate> certificate;
    private final Recorder recorder;
    private final List<Contender> contenders = new ArrayList<>();
    private final Set<String> failed = new LinkedHashSet<>();

    /// Finds out who can take part.
    NetworkSuite(Place place, Pythons pythons, Native programs, Recorder recorder, boolean quick)
            throws IOException, InterruptedException {
        this.programs = programs;
        this.recorder = recorder;
        this.certificate =
                programs.tls() ? Optional.of(Certificate.make(place.built().resolve("tls"))) : Optional.empty();
        if (certificate.isEmpty()) {
            recorder.note(Native.NO_OPENSSL);
        }
        for (String kind : List.of("streams", "protocols")) {
            for (String driver : List.of("io_uring", "epoll", "nio")) {
                ours(kind + ", " + driver, "asyncio4j, continuation engine, driver " + driver, kind,
                        List.of("-Dasyncio4j.engine=continuation", "-Dasyncio4j.io=" + driver));
            }
        }
        ours("streams into, epoll", "asyncio4j, StreamReader.readInto, continuation engine, driver epoll", "into",
                List.of("-Dasyncio4j.engine=continuation", "-Dasyncio4j.io=epoll"));
        ours("buffered, epoll", "asyncio4j, BufferedProtocol, continuation engine, driver epoll", "buffered",
                List.of("-Dasyncio4j.engine=continuation", "-Dasyncio4j.io=epoll"));
        ours("streams, threads", "asyncio4j, thread engine, the driver it chooses", "streams",
                List.of("-Dasyncio4j.engine=thread"));
        add(YARDSTICK, "by hand, one thread, gcc -O2", List.of(programs.echo().toString()));
        jvm("Netty, epoll", "Netty alone, one event loop of its own", Place.ENGINE_FLAGS,
                "io.asyncio4j.benchmarks.peer.NettyEchoServer");
        if (Place.has("node")) {
            add("Node", "net and tls, pipe, one process", List.of("node", place.source("node/echo.js")));
        } else {
            recorder.note("Node was not measured: there is no node on the path; install nodejs");
        }
        python(place, pythons.uvloop(), "uvloop", List.of("--uvloop"), Pythons.NO_UVLOOP);
        python(place, pythons.plain(), "CPython", List.of(), Pythons.NO_PYTHON);
        if (quick) {
            contenders.removeIf(each -> NOT_QUICK.contains(each.name()));
            recorder.note("A quick run leaves out: " + String.join("; ", NOT_QUICK));
        }
        contenders.forEach(each -> recorder.settings(each.name(), each.settings()));
    }

    private void ours(String name, String settings, String kind, List<String> flags) {
        List<String> all = new ArrayList<>(Place.ENGINE_FLAGS);
        all.addAll(flags);
        jvm(name, settings, all, OURS, kind);
    }

    private void jvm(String name, String settings, List<String> flags, String main, String... arguments) {
        List<String> all = new ArrayList<>(flags);
        all.addAll(TOUCHED_HEAP);
        add(name, settings + ", 256 MB of heap touched at the start", Place.java(all, main, arguments));
    }

    private void python(Place place, Optional<String> python, String name, List<String> options, String missing) {
        if (python.isEmpty()) {
            recorder.note(missing);
            return;
        }
        for (String kind : List.of("streams", "protocols", "buffered")) {
            List<String> command = new ArrayList<>(List.of(python.get(), place.source("python/echo.py"), kind));
            command.addAll(options);
            add(name + " " + kind,
                    "asyncio's " + (kind.equals("buffered") ? "BufferedProtocol" : kind) + ", one process", command);
        }
    }

    private void add(String name, String settings, List<String> command) {
        contenders.add(new Contender(name, settings, command));
    }

    /// The works that can be done here.
    List<NetworkWork> possible(List<NetworkWork> works) {
        return works.stream().filter(work -> !work.tls() || certificate.isPresent()).toList();
    }

    /// How many measurements a round has.
    int size(List<NetworkWork> works, Effort effort) {
        return effort.laps() * possible(works).stream().mapToInt(work -> (int) contenders.stream()
                .filter(each -> !(work.tls() && NOT_BY_TLS.contains(each.name()))).count()).sum();
    }

    /// One round. A server that fails is noted and left out from then on.
    void round(List<NetworkWork> works, Effort effort, Progress progress) throws InterruptedException {
        for (boolean tls : new boolean[]{false, true}) {
            List<NetworkWork> now = possible(works).stream().filter(work -> work.tls() == tls).toList();
            if (now.isEmpty()) {
                continue;
            }
            List<Running> running = new ArrayList<>();
            try {
                for (Contender contender : contenders) {
                    if (takesPart(contender, tls)) {
                        attempt(contender, tls, () -> running.add(start(contender, tls, effort)));
                    }
                }
                for (NetworkWork work : now) {
                    laps(running, work, effort, progress);
                }
            } finally {
                running.forEach(each -> each.server().close());
            }
        }
    }

    private boolean takesPart(Contender contender, boolean tls) {
        return !failed.contains(key(contender, tls)) && !(tls && NOT_BY_TLS.contains(contender.name()));
    }

    private static String key(Contender contender, boolean tls) {
        return contender.name() + (tls ? ", TLS" : "");
    }

    private interface Attempt {
        void run() throws Exception;
    }

    private void attempt(Contender contender, boolean tls, Attempt what) throws InterruptedException {
        try {
            what.run();
        } catch (InterruptedException stopped) {
            throw stopped;
        } catch (Exception failure) {
            failed.add(key(contender, tls));
            recorder.note(key(contender, tls) + " did not do its work: " + failure.getMessage());
        }
    }

    private Running start(Contender contender, boolean tls, Effort effort) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(contender.command());
        if (tls) {
            command.addAll(List.of("--tls", certificate.get().chain().toString(), certificate.get().key().toString()));
        }
        command.add("--tied");
        Program server = Program.serve(command);
        try {
            warmUp(server, contender, tls, effort);
            return new Running(contender, server);
        } catch (IOException | InterruptedException failure) {
            server.close();
            throw failure;
        }
    }

    /// Every second lap goes the other way round, so that nobody always follows the same one.
    private void laps(List<Running> running, NetworkWork work, Effort effort, Progress progress)
            throws InterruptedException {
        Duration time = effort.visit();
        for (int lap = 0; lap < effort.laps(); lap++) {
            for (Running each : lap % 2 == 0 ? running : running.reversed()) {
                Contender contender = each.contender();
                if (takesPart(contender, work.tls())) {
                    progress.next(contender.name() + ": " + work.work().title());
                    attempt(contender, work.tls(), () -> recorder.measure(work.work(), contender.name(),
                            () -> load(each.server(), work.arguments(), work.tls(), time, time.dividedBy(4))));
                }
            }
        }
    }

    /// Messages first, then connections. A JVM takes longer until it runs compiled code, by TLS, where more code is its
    /// own, three times as long: meanwhile its compiler costs as much again as its server.
    private void warmUp(Program server, Contender contender, boolean tls, Effort effort)
            throws IOException, InterruptedException {
        Duration time = contender.jvm() ? effort.warmup().multipliedBy(tls ? 3 : 1) : effort.warmup().dividedBy(5);
        load(server, List.of("--connections", "50", "--size", "1024"), tls, time, Duration.ZERO);
        load(server, List.of("--connections", "50", "--size", "65536"), tls, time.dividedBy(2), Duration.ZERO);
        if (!tls) {
            load(server, List.of("--connect", "--connections", "50"), false, time, Duration.ZERO);
        }
    }

    private Map<String, Double> load(Program server, List<String> arguments, boolean tls, Duration time,
            Duration warmup) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(programs.load().toString(), server.port()));
        command.addAll(arguments);
        command.addAll(List.of("--pid", server.pid(), "--seconds", String.valueOf(time.toMillis() / 1e3), "--warmup",
                String.valueOf(warmup.toMillis() / 1e3)));
        if (tls) {
            command.addAll(List.of("--tls", certificate.get().chain().toString()));
        }
        return Program.numbers(command, time.plus(warmup).plus(SLACK));
    }
}
