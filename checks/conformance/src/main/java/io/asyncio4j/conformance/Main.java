package io.asyncio4j.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** The command: runs a recorded corpus, or answers programs as a server. Stateless. */
public final class Main {
    private static final int DIVERGED = 1;
    private static final int BAD_INPUT = 2;

    private Main() {
    }

    /** Ends the JVM with 0 if all traces are equal, 1 if some differ, 2 on bad input. */
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        // Not on the main thread, where Ctrl-C would cancel the program that runs just then.
        FutureTask<Integer> work = new FutureTask<>(() -> command(List.of(args), out, System.err));
        new Thread(work, "conformance").start();
        System.exit(work.get());
    }

    /** Does what the arguments say; returns the exit status. */
    static int command(List<String> args, PrintStream out, PrintStream err) {
        try {
            Options options = Options.parse(args);
            if (options == null) {
                out.print(Options.usage());
                return 0;
            }
            return options.server() ? serve(out) : compare(options, out, err);
        } catch (Options.Refused refused) {
            return fail(err, refused.getMessage() + "; --help tells the options");
        } catch (NoSuchFileException missing) {
            return fail(err, "no such file: " + missing.getFile());
        } catch (IOException | BadProgram bad) {
            return fail(err, Report.firstLine(bad));
        }
    }

    private static int fail(PrintStream err, @Nullable String message) {
        err.println("conformance: " + message);
        return BAD_INPUT;
    }

    private static int compare(Options options, PrintStream out, PrintStream err)
            throws IOException, BadProgram, Options.Refused {
        List<Path> files = new ArrayList<>();
        for (Path path : options.corpora()) {
            files.addAll(Corpus.files(path));
        }
        refuseToOverwrite(files, options.keep());
        boolean terminal = System.console() != null && System.console().isTerminal();
        try (Comparison comparison = new Comparison(options, out, err, terminal)) {
            for (Path file : files) {
                try (Corpus corpus = Corpus.open(file)) {
                    comparison.run(corpus);
                }
            }
            if (comparison.programs() == 0) {
                if (options.profile() != null) {
                    throw new BadProgram("no program of profile '" + options.profile() + "' in " + join(files));
                }
                err.println("conformance: no program in " + join(files));
            }
            comparison.conclude();
            return comparison.divergences() > 0 ? DIVERGED : 0;
        }
    }

    /** What is kept would take the place of what is read. */
    private static void refuseToOverwrite(List<Path> corpora, @Nullable Path keep) throws IOException, Options.Refused {
        if (keep == null) {
            return;
        }
        Path parent = keep.toAbsolutePath().getParent();
        if (Files.isDirectory(keep) || parent == null || !Files.isDirectory(parent)) {
            throw new Options.Refused("--keep needs a file in a directory that exists, not '" + keep + "'");
        }
        for (Path corpus : corpora) {
            if (Files.exists(keep) && Files.isSameFile(keep, corpus)) {
                throw new Options.Refused("--keep would overwrite a corpus: '" + keep + "'; name another file");
            }
        }
    }

    private static String join(List<Path> files) {
        return files.size() == 1 ? files.getFirst().toString() : files.size() + " files";
    }

    private static int serve(PrintStream out) throws IOException, BadProgram {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println("[" + String.join(",", Run.trace(Corpus.program(line))) + "]");
        }
        return 0;
    }
}
