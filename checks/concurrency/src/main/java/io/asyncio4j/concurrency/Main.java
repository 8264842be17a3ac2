package io.asyncio4j.concurrency;

import io.asyncio4j.loop.QueueModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// `aio stress [--quick] [--engine=continuation|thread] [NAME...]`: the races whose name contains one of the names, all
/// without names; `lincheck` is the queue's model. Writes its reports to the working directory.
public final class Main {
    private static final String MODEL = "lincheck";
    /// A class in the list that jcstress's processor of annotations writes.
    private static final Pattern RACE = Pattern.compile("JCTEST\\d+S([\\w.]+?)\\d+S\\1\\d");

    private Main() {}

    /// Runs.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        boolean quick = false;
        String engine = "continuation";
        List<String> names = new ArrayList<>();
        for (String argument : arguments) {
            if ("--quick".equals(argument)) {
                quick = true;
            } else if (argument.matches("--engine=(continuation|thread)")) {
                engine = argument.substring("--engine=".length());
            } else if (argument.startsWith("-")) {
                System.err.println("stress: unknown option " + argument
                        + "; there are --quick and --engine=continuation|thread");
                System.exit(2);
            } else {
                names.add(argument);
            }
        }
        boolean all = names.isEmpty();
        boolean model = names.remove(MODEL);
        refuseUnknown(names);
        boolean good = true;
        if (all || model) {
            good = lincheck(quick);
        }
        if (all || !names.isEmpty()) {
            good &= jcstress(quick, engine, names);
        }
        System.exit(good ? 0 : 1);
    }

    /// A name that fits no race would run none, and succeed.
    private static void refuseUnknown(List<String> names) throws IOException {
        List<String> races;
        try (InputStream list = Main.class.getResourceAsStream("/META-INF/TestList")) {
            races = RACE.matcher(new String(list.readAllBytes(), StandardCharsets.UTF_8)).results()
                    .map(found -> found.group(1)).distinct().toList();
        }
        for (String name : names) {
            if (races.stream()
                    .noneMatch(race -> race.toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT)))) {
                System.err.println("stress: no race is called '" + name + "'; there are lincheck, collectors, "
                        + races.stream().map(race -> race.substring(race.lastIndexOf('.') + 1))
                                .collect(Collectors.joining(", ")));
                System.exit(2);
            }
        }
    }

    private static boolean lincheck(boolean quick) throws IOException, InterruptedException {
        List<String> command = java();
        for (String opened : List.of("java.lang", "jdk.internal.misc", "jdk.internal.vm")) {
            command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
        }
        command.add("-XX:+EnableDynamicAgentLoading");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add(QueueModel.class.getName());
        if (quick) {
            command.add("--quick");
        }
        return run(command);
    }

    private static boolean jcstress(boolean quick, String engine, List<String> names)
            throws IOException, InterruptedException {
        List<String> command = java();
        command.add("org.openjdk.jcstress.Main");
        command.addAll(List.of("-r", Path.of("jcstress").toString()));
        command.addAll(List.of("-jvmArgs", "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED"
                + " --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED -Dasyncio4j.engine=" + engine));
        command.addAll(List.of("-t", names.isEmpty() ? "io.asyncio4j"
                : names.stream().map(name -> "(?i)" + Pattern.quote(name)).collect(Collectors.joining("|"))));
        // Each run of a race makes loops and threads, so fewer in a batch than usual: a batch must end in 30 seconds, also
        // on a machine that has other things to do.
        command.addAll(List.of("-strideSize", "32", "-strideCount", "20"));
        // one way of compiling is enough for a short look
        command.addAll(quick ? List.of("-sc", "false", "-f", "1", "-iters", "2", "-time", "800")
                : List.of("-sc", "true", "-f", "1", "-iters", "5", "-time", "1000"));
        return run(command);
    }

    private static List<String> java() {
        return new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path")));
    }

    private static boolean run(List<String> command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }
}
