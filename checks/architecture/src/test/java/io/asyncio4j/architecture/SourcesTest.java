package io.asyncio4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What source files look like: size, package descriptions, nothing left half done.
class SourcesTest {
    private static final int LONGEST = 600;
    private static final int MEDIAN = 120;
    private static final int LINES_OF_A_ROOM = 3;

    private static final Pattern LEFTOVER = Pattern.compile("(//|/?\\*).*\\b(TODO|FIXME|XXX)\\b");
    private static final Pattern SLEEP = Pattern.compile("\\b(Thread|TimeUnit\\.\\w+)\\.sleep\\(");
    private static final Pattern DISABLED = Pattern.compile("^\\s*@Disabled\\b");

    @Test
    void noMainFileIsLong() {
        assertThat(Product.sources("main").stream().filter(file -> Product.lines(file).size() > LONGEST)).isEmpty();
    }

    @Test
    void mainFilesAreSmallOnTheWhole() {
        List<Integer> sizes =
                Product.sources("main").stream().map(file -> Product.lines(file).size()).sorted().toList();
        assertThat(sizes.get(sizes.size() / 2)).isLessThanOrEqualTo(MEDIAN);
    }

    @Test
    void everyPackageSaysWhatLivesThereWhatItMayUseAndWhereToStart() {
        assertThat(Product.sources("main").stream()
                .filter(file -> !file.endsWith("module-info.java"))
                .map(Path::getParent).distinct()
                .filter(room -> !isDescribed(room.resolve("package-info.java")))).isEmpty();
    }

    @Test
    void nothingIsLeftHalfDone() {
        assertThat(matches("main", LEFTOVER)).isEmpty();
        assertThat(matches("test", LEFTOVER)).isEmpty();
        assertThat(matches("test", DISABLED)).isEmpty();
    }

    @Test
    void testsDoNotSleep() {
        assertThat(matches("test", SLEEP)).isEmpty();
    }

    private static boolean isDescribed(Path packageInfo) {
        if (!Files.exists(packageInfo)) return false;
        List<String> lines = Product.lines(packageInfo);
        return (lines.contains("@NullMarked") || lines.contains("@NullUnmarked"))
                && lines.stream().filter(line -> line.matches("(///| \\*|/\\*\\*) .*\\w.*")).count() >= LINES_OF_A_ROOM;
    }

    private static Stream<String> matches(String kind, Pattern pattern) {
        return Product.sources(kind).stream()
                .filter(file -> !file.endsWith("SourcesTest.java"))
                .flatMap(file -> Product.lines(file).stream().filter(pattern.asPredicate())
                        .map(line -> Product.ROOT.relativize(file) + ": " + line.strip()));
    }
}
