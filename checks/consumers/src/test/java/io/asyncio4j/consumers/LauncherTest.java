package io.asyncio4j.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.consumers.Consumer.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What `aio` says before and after a build: the launcher in a checkout of one module, with a Maven that says what a test has it say.
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    private static final String CRASH = """
            [ERROR] Failed to execute goal o.a.m.p:maven-surefire-plugin:3.6.1:test (default-test) on project core:
            [ERROR] The forked VM terminated without properly saying goodbye. VM crash or System.exit called?
            [ERROR] Command was /bin/sh -c cd core && java
            [ERROR] Process Exit Code: 134
            [ERROR] Crashed tests:
            [ERROR] io.asyncio4j.LoopTest
            [ERROR] org.apache.maven.surefire.booter.SurefireBooterForkException: The forked VM terminated
            [ERROR] \tat org.apache.maven.plugin.surefire.booterclient.ForkStarter.fork(ForkStarter.java:720)
            """;

    private static final String REPORT = """
            #
            # A fatal error has been detected by the Java Runtime Environment:
            #
            #  SIGSEGV (0xb) at pc=0x00007fb057e3632d, pid=7, tid=8
            #
            # Problematic frame:
            # V  [libjvm.so+0x123632d]  Unsafe_PutLong+0xad
            #
            # If you would like to submit a bug report, please visit:
            #   https://bugreport.example/crash
            #

            ---------------  S U M M A R Y ------------

            Command Line: -ea surefire.jar

            ---------------  T H R E A D  ---------------

            Current thread (0x00007fb05002ae80):  JavaThread "loop-1" [_thread_in_vm, id=8]

            Stack: [0x00007fb056a20000,0x00007fb056b20000]
            Native frames: (J=compiled Java code, j=interpreted, Vv=VM code, C=native code)
            V  [libjvm.so+0x123632d]  Unsafe_PutLong+0xad

            Java frames: (J=compiled Java code, j=interpreted, Vv=VM code)
            j  io.asyncio4j.loop.EventLoop.turn()V+27

            siginfo: si_signo: 11 (SIGSEGV), si_code: 1 (SEGV_MAPERR), si_addr: 0x0000000000000008

            Registers:
            RAX=0x0000000000000000

            Instructions: (pc=0x00007fb057e3632d)
            """;

    private Path checkout;
    private Path tools;

    @BeforeEach
    void aCheckoutOfOneModule(@TempDir Path directory) throws IOException {
        checkout = Files.createDirectories(directory.resolve("a checkout"));
        tools = Files.createDirectories(directory.resolve("tools"));
        for (String file : List.of("aio", "benchmarks/names.txt", "benchmarks/usage.txt",
                "checks/conformance/src/main/resources/io/asyncio4j/conformance/usage.txt")) {
            Files.createDirectories(checkout.resolve(file).getParent());
            Files.copy(Path.of(System.getProperty("asyncio4j.root"), file), checkout.resolve(file));
        }
        Files.writeString(Files.createDirectories(checkout.resolve("core/target")).resolveSibling("pom.xml"), "");
    }

    @Test
    void aTestJvmThatCrashesIsShownByTheHeadOfItsReport() throws Exception {
        Path report = Files.writeString(tools.resolve("report"), REPORT);
        maven("cp '" + report + "' core/target/hs_err_7.log; cat <<'END'\n" + CRASH + "END\nexit 1");
        Path earlier = Files.writeString(checkout.resolve("core/target/hs_err_6.log"), "# an earlier crash");
        Files.setLastModifiedTime(earlier, FileTime.from(Instant.now().minus(Duration.ofHours(1))));

        Outcome outcome = aio("test", "core");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("a test JVM ended with status 134 (134: abort, 137: killed) in: io.asyncio4j.LoopTest")
                .contains("/core/target/hs_err_7.log\n# A fatal error")
                .contains("# V  [libjvm.so+0x123632d]  Unsafe_PutLong+0xad")
                .contains("JavaThread \"loop-1\"", "j  io.asyncio4j.loop.EventLoop.turn()V+27", "siginfo: si_signo: 11",
                        "Registers:\nRAX=0x0")
                .doesNotContain("bug report", "Instructions", "an earlier crash", "surefire.jar");
    }

    @Test
    void aTestJvmThatIsKilledIsNamedByItsStatusAndTests() throws Exception {
        maven("cat <<'END'\n" + CRASH.replace("134", "137") + "END\nexit 1");
        Outcome outcome = aio("test", "core");
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("ended with status 137 (134: abort, 137: killed) in: io.asyncio4j.LoopTest")
                .doesNotContain("report begins");
        assertThat(outcome.out()).doesNotContain("ForkStarter").endsWith("0 passed, 0 failed");
    }

    @Test
    void aModuleThatIsNotThereIsRefusedBeforeMavenRuns() throws Exception {
        maven("touch ran");
        Outcome outcome = aio("test", "cor");
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("aio: no such module: cor;");
        assertThat(checkout.resolve("ran")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--nope", "swich", "--rounds=0", "--rounds=1001", "--minutes=x", "--minutes=",
            "--colour=red",
            "--record --quick", "switch --record"})
    void benchRefusesWhatItWouldNotTakeBeforeMavenRuns(String arguments) throws Exception {
        maven("touch ran");
        Outcome outcome = aio(("bench " + arguments).split(" "));
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("aio: ");
        assertThat(outcome.out()).isEmpty();
        assertThat(checkout.resolve("ran")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"stress Nonsense|no race is called 'Nonsense'; there are",
            "stress --nope|unknown option of stress: --nope",
            "stress network none|no such pressure on the network: none",
            "conform|conform needs a file", "conform --timing|conform needs a file",
            "conform --nope x|unknown option of conform: --nope", "conform --keep|--keep needs a value",
            "conform / missing.jsonl|no such file: missing.jsonl", "doc x|doc takes no arguments: x",
            "coverage cor|no such module: cor", "nope|unknown verb: nope", "help nope|unknown verb: nope",
            "nope --help|unknown verb: nope"})
    void aVerbRefusesWhatItCannotTakeBeforeMavenRuns(String arguments, String why) throws Exception {
        maven("touch ran");
        Path race = checkout.resolve("checks/concurrency/src/main/java/Race.java");
        Files.createDirectories(race.getParent());
        Files.writeString(race, "@JCStressTest class Race {}");
        Outcome outcome = aio(arguments.split(" "));
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("aio: " + why);
        assertThat(outcome.out()).isEmpty();
        assertThat(checkout.resolve("ran")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"stress --help, stress [--quick]", "help stress, stress network [connections]",
            "coverage -h, coverage [MODULE...]", "test --help, test [MODULE...]", "run --help, run [JVM options]",
            "ledger --help, ledger", "help --help, help [VERB]"})
    void theHelpOfAVerbIsItsPartOfTheUsage(String arguments, String usage) throws Exception {
        maven("touch ran");
        Outcome outcome = aio(arguments.split(" "));
        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).startsWith("usage: aio ").contains("usage: aio " + usage)
                .doesNotContain("AIO_JAVA_HOME", "usage: aio format");
        assertThat(checkout.resolve("ran")).doesNotExist();
    }

    @Test
    void everyLineOfTheUsageFitsATerminal() throws Exception {
        assertThat(aio("help").out().lines()).allMatch(line -> line.length() <= 80).hasSizeGreaterThan(30);
    }

    @Test
    void theHelpOfConformIsShownWithoutABuild() throws Exception {
        maven("touch ran");
        assertThat(aio("conform", "--help").out()).contains("aio conform --server", "--keep FILE");
        assertThat(checkout.resolve("ran")).doesNotExist();
    }

    @Test
    void theHelpOfBenchIsShownWithoutABuild() throws Exception {
        maven("touch ran");
        assertThat(aio("bench", "--help").out()).startsWith("usage: aio bench").contains("--rounds=N");
        assertThat(checkout.resolve("ran")).doesNotExist();
    }

    /// Puts a Maven on the path whose `verify` runs a script in the checkout.
    private void maven(String verify) throws IOException {
        Path mvn = Files.writeString(tools.resolve("mvn"), """
                #!/usr/bin/env bash
                case " $* " in
                    *' --version '*) echo 'Apache Maven 3.9.9' ;;
                    *' verify '*)
                """ + verify + "\n;;\n*) touch ran ;;\nesac\n");
        assertThat(mvn.toFile().setExecutable(true)).isTrue();
    }

    private Outcome aio(String... arguments) throws Exception {
        ProcessBuilder program = new ProcessBuilder("bash", checkout.resolve("aio").toString());
        program.command().addAll(List.of(arguments));
        program.environment().merge("PATH", tools.toString(), (path, own) -> own + ":" + path);
        program.environment().put("AIO_JAVA_HOME", System.getProperty("java.home"));
        return Consumer.run(program, tools);
    }
}
