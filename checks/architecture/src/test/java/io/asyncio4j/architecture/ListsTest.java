package io.asyncio4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Lists of the library's modules that stand in files of their own.
class ListsTest {
    private static final Pattern ARTIFACT =
            Pattern.compile("<artifactId>asyncio4j-(?!bom|parent)([a-z]+)</artifactId>");
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Pattern VERSION = Pattern.compile("<version>([0-9][^<]*)</version>");

    @Test
    void theBomHasEveryModuleOfTheLibraryAndTheirVersion() throws Exception {
        String bom = Files.readString(Product.ROOT.resolve("bom/pom.xml"));
        assertThat(found(ARTIFACT, bom)).containsExactlyInAnyOrderElementsOf(modules());
        assertThat(found(VERSION, bom))
                .containsExactly(found(VERSION, Files.readString(Product.ROOT.resolve("pom.xml"))).getFirst());
    }

    @Test
    void whatIsNoModuleOfTheLibraryIsNotInstalledInAUsersRepository() throws Exception {
        Predicate<Path> installed = directory -> {
            try {
                return !Files.readString(directory.resolve("pom.xml"))
                        .contains("<maven.install.skip>true</maven.install.skip>");
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        };
        List<String> modules = found(MODULE, Files.readString(Product.ROOT.resolve("pom.xml")));
        assertThat(modules).hasSizeGreaterThan(12);
        List<String> expected = new ArrayList<>(modules());
        expected.add("bom");
        assertThat(modules.stream().filter(module -> installed.test(Product.ROOT.resolve(module))))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(installed).as("the parent of all").accepts(Product.ROOT);
    }

    private static List<String> modules() throws Exception {
        try (Stream<Path> directories = Files.list(Product.ROOT)) {
            return directories.filter(each -> Files.exists(each.resolve("src/main/java/module-info.java")))
                    .map(each -> each.getFileName().toString()).toList();
        }
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(result -> result.group(1)).toList();
    }
}
