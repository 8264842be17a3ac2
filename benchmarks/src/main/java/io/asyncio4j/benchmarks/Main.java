package io.asyncio4j.benchmarks;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// `aio bench`: measures asyncio4j and its peers on this machine in one run, and shows or records what came out.
public final class Main {
    private static final int REFUSED = 2;

    private final Place place;
    private final Options options;
    private final AtomicBoolean finished = new AtomicBoolean();

    private Main(Place place, Options options) {
        this.place = place;
        this.options = options;
    }

    /// Runs; ends with 2 when the command line makes no sense, and with 1 when something else fails.
    public static void main(String[] arguments) throws InterruptedException {
        try {
            new Main(Place.here(), Options.parse(arguments)).run();
        } catch (Options.Refusal refusal) {
            System.err.println("bench: " + refusal.getMessage());
            System.exit(REFUSED);
        } catch (IOException failure) {
            System.err.println("bench: " + reason(failure));
            System.exit(1);
        }
    }

    private void run() throws IOException, InterruptedException {
        switch (options.mode()) {
            case HELP -> System.out.print(Files.readString(place.usage()));
            case LIST -> System.out.println(Selection.names());
            case RENDER -> render();
            case MEASURE, RECORD -> measure();
        }
    }

    private void render() throws IOException {
        Optional<Path> file = options.output().isPresent() ? options.output() : Pages.newest(place.recorded());
        Results results = Results.read(file.orElseThrow(() -> new IOException(
                "there is no recorded run in " + place.recorded() + "; make one by ./aio bench --record")));
        if (results.rounds() == 0 || results.quick()) {
            throw new IOException("rendering " + file.get() + " failed: "
                    + (results.quick() ? "it is of a quick run" : "it has no whole round, for its run ended early")
                    + "; make a run for the pages by ./aio bench --record");
        }
        told(new Pages(place.root()).write(results));
        System.out.print(new Report(results).text(options.coloured()));
    }

    private void measure() throws IOException, InterruptedException {
        Pythons pythons = Pythons.find();
        Effort effort = options.effort();
        Recorder recorder = recorder(Machine.describe(), Machine.versions(place, pythons));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupted(recorder)));
        measure(pythons, effort, recorder);
        finish(recorder.results(), false);
    }

    private Recorder recorder(Map<String, String> machine, Map<String, String> versions) {
        Recording recording = Recording.in(place);
        Optional<Results> earlier =
                options.mode() == Options.Mode.RECORD ? recording.earlier(machine, versions) : Optional.empty();
        earlier.ifPresent(results -> System.err.println("bench: continuing the run of " + results.date() + " after "
                + results.rounds() + " of " + options.effort().rounds() + " rounds; delete " + recording.file()
                + " to begin anew"));
        return earlier.map(Recorder::after)
                .orElseGet(() -> new Recorder(LocalDateTime.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                        options.quick(), machine, versions));
    }

    /// A file system's exception has only the file in its message.
    private static String reason(IOException failure) {
        return failure instanceof FileSystemException ? failure.toString() : failure.getMessage();
    }

    private void measure(Pythons pythons, Effort effort, Recorder recorder) throws IOException, InterruptedException {
        Selection selection = options.selection();
        boolean inC = !selection.network().isEmpty() || selection.start();
        Optional<Native> programs = inC ? Native.build(place) : Optional.empty();
        if (inC && programs.isEmpty()) {
            recorder.note(Native.NO_COMPILER);
        }
        Optional<TaskSuite> tasks = selection.tasks().isEmpty()
                ? Optional.empty()
                : Optional.of(new TaskSuite(place, pythons, recorder, options.quick()));
        Optional<NetworkSuite> network = selection.network().isEmpty() || programs.isEmpty()
                ? Optional.empty()
                : Optional.of(new NetworkSuite(place, pythons, programs.get(), recorder, options.quick()));
        Optional<FileSuite> files =
                selection.files().isEmpty() ? Optional.empty() : Optional.of(new FileSuite(recorder));
        Optional<StartSuite> start = !selection.start() || programs.isEmpty()
                ? Optional.empty()
                : Optional.of(new StartSuite(place, pythons, programs.get(), recorder));
        int round = tasks.map(suite -> suite.size(selection.tasks())).orElse(0)
                + network.map(suite -> suite.size(selection.network(), effort)).orElse(0)
                + files.map(suite -> suite.size(selection.files())).orElse(0)
                + start.map(suite -> suite.size(effort)).orElse(0);
        boolean terminal = System.console() != null && System.console().isTerminal();
        int rounds = Math.max(0, effort.rounds() - recorder.rounds());
        Progress progress = new Progress(System.err, terminal, round * rounds);
        long begin = System.nanoTime();
        for (int i = 0; i < rounds && inTime(begin, i, recorder); i++) {
            if (tasks.isPresent()) {
                tasks.get().round(selection.tasks(), effort, progress);
            }
            if (network.isPresent()) {
                network.get().round(selection.network(), effort, progress);
            }
            if (files.isPresent()) {
                files.get().round(selection.files(), effort, progress);
            }
            if (start.isPresent()) {
                start.get().round(effort, progress);
            }
            recorder.endRound();
            if (options.mode() == Options.Mode.RECORD) {
                Recording.in(place).keep(recorder.results());
            }
        }
        progress.end();
    }

    /// Whether another round, as long as those before, ends within the time that a run may take.
    private boolean inTime(long begin, int rounds, Recorder recorder) {
        long spent = System.nanoTime() - begin;
        if (rounds == 0 || spent / rounds * (rounds + 1) <= options.limit().toNanos()) {
            return true;
        }
        recorder.note("The time of " + options.limit().toMinutes() + " minutes was enough for " + rounds
                + " of the rounds; --minutes=N allows more.");
        return false;
    }

    /// Leaves no process behind, and keeps what there is.
    private void interrupted(Recorder recorder) {
        try {
            if (!finished.get()) {
                endDescendants();
                recorder.note("The run ended early; these are the measurements until then."
                        + (options.mode() == Options.Mode.RECORD && recorder.rounds() > 0
                                ? " ./aio bench --record continues after its whole rounds."
                                : ""));
                finish(recorder.results(), true);
            }
        } catch (IOException failure) {
            System.err.println("bench: " + reason(failure));
        } finally {
            endDescendants();
        }
    }

    private static void endDescendants() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    }

    private void finish(Results results, boolean interrupted) throws IOException {
        if (!finished.compareAndSet(false, true)) {
            return;
        }
        Path directory = options.output().orElse(place.built());
        boolean record = options.mode() == Options.Mode.RECORD && !interrupted;
        Path json = record
                ? place.recorded().resolve(results.date().substring(0, 10) + ".json")
                : directory.resolve("results.json");
        System.out.print("\n" + new Report(results).text(options.coloured()));
        results.write(json);
        if (!record) {
            Files.writeString(directory.resolve("chart.svg"), Chart.svg(results));
            told(List.of(json, directory.resolve("chart.svg")));
            return;
        }
        told(List.of(json));
        told(new Pages(place.root()).write(results));
        Recording.in(place).discard();
    }

    private static void told(Collection<Path> written) {
        written.forEach(file -> System.err.println("bench: wrote " + file));
    }
}
