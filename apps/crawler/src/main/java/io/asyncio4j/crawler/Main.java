package io.asyncio4j.crawler;

import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/// The command `aio demo`. Immutable, no state.
public final class Main {

    static final int WRONG_USAGE = 2;

    private Main() {
    }

    /// Runs the command and ends the JVM.
    ///
    /// @param arguments see `--help`
    public static void main(String[] arguments) {
        int status = run(List.of(arguments), Screen.ofProcess(), System.out);
        System.out.flush();
        System.exit(status);
    }

    static int run(List<String> arguments, Screen screen, OutputStream out) {
        try {
            Optional<Settings> settings = CommandLine.parse(arguments);
            if (settings.isEmpty()) {
                screen.say(CommandLine.HELP.stripTrailing());
                return Job.DONE;
            }
            return new Job(settings.get(), screen, out).run();
        } catch (UsageException e) {
            screen.complain(Text.shorten("demo: " + e.getMessage(), Text.WIDTH));
            screen.complain("try: aio demo --help");
            return WRONG_USAGE;
        } catch (Exception e) {
            screen.complain(Text.shorten("demo: unexpected failure: " + e, Text.WIDTH));
            e.printStackTrace();
            return Job.FAILED;
        }
    }
}
