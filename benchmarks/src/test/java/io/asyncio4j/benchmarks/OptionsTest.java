package io.asyncio4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    @Test
    void withoutANameEverythingIsMeasured() throws Exception {
        Selection selection = Options.parse().selection();
        assertThat(selection.tasks()).isEqualTo(TaskWorks.ALL);
        assertThat(selection.network()).isEqualTo(NetworkWork.ALL);
        assertThat(selection.start()).isTrue();
    }

    @Test
    void aGroupMeansAllItsWorksAndAnExactNameMeansOne() throws Exception {
        assertThat(Options.parse("tasks").selection())
                .isEqualTo(new Selection(TaskWorks.ALL, List.of(), List.of(), false));
        assertThat(Options.parse("switch").selection().tasks()).extracting(Work::name).containsExactly("switch");
    }

    @Test
    void theBeginningOfNamesMeansThoseWorks() throws Exception {
        assertThat(Options.parse("echo").selection().network()).hasSize(9).noneMatch(NetworkWork::tls);
        assertThat(Options.parse("tls", "connect").selection().network()).hasSize(3);
    }

    @Test
    void aQuickRunIsShortAndHasFewerServersWorks() throws Exception {
        Options options = Options.parse("--quick");
        assertThat(options.effort()).isEqualTo(Effort.QUICK);
        assertThat(options.selection().network()).hasSizeLessThan(NetworkWork.ALL.size()).isNotEmpty();
    }

    @Test
    void roundsAndOutputAreTaken() throws Exception {
        Options options = Options.parse("--rounds=7", "--output=there", "--colour=always");
        assertThat(options.effort().rounds()).isEqualTo(7);
        assertThat(options.output()).contains(Path.of("there"));
        assertThat(options.coloured()).isTrue();
    }

    @Test
    void aWrongNameIsRefusedWithTheNamesThereAre() {
        assertThatThrownBy(() -> Options.parse("tasks", "swich")).isInstanceOf(Options.Refusal.class)
                .hasMessageContaining("'swich'").hasMessageContaining("switch-alone").hasMessageContaining("echo-64-1")
                .hasMessageContaining("hello");
    }

    @ParameterizedTest
    @CsvSource({"--fast, --help", "--rounds=0, 1 to 1000", "--minutes=x, 1 to 1000", "--colour=red, always"})
    void aWrongOptionIsRefusedWithWhatIsRight(String argument, String hint) {
        assertThatThrownBy(() -> Options.parse(argument)).isInstanceOf(Options.Refusal.class)
                .hasMessageContaining(hint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--quick", "tasks"})
    void onlyAWholeRunIsRecorded(String argument) {
        assertThatThrownBy(() -> Options.parse("--record", argument)).isInstanceOf(Options.Refusal.class)
                .hasMessageContaining("whole");
    }

    @Test
    void theLauncherRefusesByTheSameNames() throws Exception {
        Path names = Place.here().root().resolve("benchmarks/names.txt");
        assertThat(names).as("what ./aio bench --list prints").hasContent(Selection.names());
    }

    @Test
    void theListOfNamesAndTheHelpFitATerminal() throws Exception {
        assertThat(Selection.names().lines()).allMatch(line -> line.length() <= 80).hasSizeGreaterThan(3);
        assertThat(Files.readAllLines(Place.here().usage())).allMatch(line -> line.length() <= 80)
                .hasSizeGreaterThan(9);
    }
}
