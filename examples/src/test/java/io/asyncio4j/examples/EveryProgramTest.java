package io.asyncio4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// No program without a test, no test without a program, no program that the list of them forgets.
class EveryProgramTest {
    private static final Pattern LISTED = Pattern.compile("`\\./aio run examples/(\\S+?\\.java)");

    @Test
    void everyProgramIsTestedAndEveryTestHasItsProgram() throws Exception {
        List<String> shown = new ArrayList<>();
        for (Class<?> test : testClasses()) {
            for (Method method : test.getDeclaredMethods()) {
                Shows shows = method.getAnnotation(Shows.class);
                if (shows != null) shown.addAll(List.of(shows.value()));
            }
        }
        assertThat(shown).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(shown)).isEqualTo(Programs.all());
        assertThat(shown.size()).isGreaterThan(50);
    }

    @Test
    void everyProgramIsListedAndEveryListedProgramIsThere() throws IOException {
        SortedSet<String> listed = new TreeSet<>();
        Matcher matcher = LISTED.matcher(Files.readString(Programs.ROOT.resolve("README.md")));
        while (matcher.find()) listed.add(matcher.group(1));
        assertThat(listed).isEqualTo(Programs.all());
    }

    private static List<Class<?>> testClasses() throws Exception {
        Path here = Path.of(EveryProgramTest.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                .resolve("io/asyncio4j/examples");
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.list(here)) {
            for (Path file : files.filter(each -> each.toString().endsWith("Test.class")).toList()) {
                classes.add(
                        Class.forName("io.asyncio4j.examples." + file.getFileName().toString().replace(".class", "")));
            }
        }
        return classes;
    }
}
