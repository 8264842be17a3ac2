package io.asyncio4j.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The pages of the checkout: every Java block compiles, every whole program runs and prints what the page says.
class DocumentationTest {
    private static final Path ROOT = Path.of(System.getProperty("asyncio4j.root"));
    private static final Duration LONGEST_RUN = Duration.ofSeconds(40);

    @TempDir
    static Path scratch;

    @TestFactory
    List<DynamicTest> blocks() throws IOException {
        Compiler compiler = new Compiler(scratch);
        List<DynamicTest> tests = new ArrayList<>();
        for (Path page : pages()) {
            List<Block> blocks = Block.of(ROOT.relativize(page).toString(), Files.readAllLines(page));
            for (int i = 0; i < blocks.size(); i++) {
                Block block = blocks.get(i);
                if (!block.isJava()) continue;
                String output = i + 1 < blocks.size() && blocks.get(i + 1).mark().equals("text output")
                        ? blocks.get(i + 1).text()
                        : null;
                tests.add(dynamicTest(block.place(), () -> check(compiler, block, output)));
            }
        }
        assertThat(tests).as("blocks of Java in the pages").isNotEmpty();
        return tests;
    }

    @Test
    void everyBlockIsMarkedAndEveryOutputFollowsAProgram() throws IOException {
        List<String> orphans = new ArrayList<>();
        for (Path page : pages()) {
            Block before = null;
            for (Block block : Block.of(ROOT.relativize(page).toString(), Files.readAllLines(page))) {
                if (block.mark().isEmpty()) orphans.add(block.place() + " has no mark after the backquotes");
                if (block.mark().equals("text output") && (before == null || !before.isProgram())) {
                    orphans.add(block.place() + " is the output of no program");
                }
                if (block.mark().equals("java") && !block.isProgram()) {
                    orphans.add(block.place() + " is no whole program; mark it java body or java members");
                }
                before = block;
            }
        }
        assertThat(orphans).isEmpty();
    }

    private static void check(Compiler compiler, Block block, String output) throws Exception {
        Path classes = compiler.compile(block);
        if (!block.isProgram()) {
            try (Stream<Path> files = Files.walk(classes)) {
                assertThat(files).anyMatch(file -> file.toString().endsWith(".class"));
            }
            return;
        }
        String printed = run(classes, block.identifier());
        if (output != null) assertThat(printed.strip()).isEqualTo(output.strip());
    }

    /// Runs a program on a thread of its own and returns what it printed.
    private static String run(Path classes, String name) throws Exception {
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Throwable[] failure = new Throwable[1];
        try (var loader = new URLClassLoader(new URL[]{classes.toUri().toURL()})) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            Thread thread = Thread.ofPlatform().daemon().name(name).start(() -> {
                try {
                    start(loader.loadClass(mainClass(classes, name)));
                } catch (InvocationTargetException thrown) {
                    failure[0] = thrown.getCause();
                } catch (Throwable thrown) {
                    failure[0] = thrown;
                }
            });
            assertThat(thread.join(LONGEST_RUN)).as("the program ended in time").isTrue();
        } finally {
            System.setOut(console);
        }
        if (failure[0] != null) throw new AssertionError("the program failed", failure[0]);
        return printed.toString(StandardCharsets.UTF_8);
    }

    /// A program without a class of its own is named after its block; another is the one class with a main in its text.
    private static String mainClass(Path classes, String name) throws IOException {
        if (Files.exists(classes.resolve(name + ".class"))) return name;
        try (Stream<Path> files = Files.list(classes)) {
            return files.map(file -> file.getFileName().toString().replace(".class", ""))
                    .filter(candidate -> !candidate.contains("$")).findFirst().orElseThrow();
        }
    }

    private static void start(Class<?> program) throws Exception {
        var constructor = program.getDeclaredConstructor();
        constructor.setAccessible(true);
        Object instance = constructor.newInstance();
        for (Method method : program.getDeclaredMethods()) {
            if (!method.getName().equals("main")) continue;
            method.setAccessible(true);
            if (method.getParameterCount() == 0) method.invoke(instance);
            else method.invoke(instance, (Object) new String[0]);
            return;
        }
        throw new AssertionError("no method main in " + program);
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        try (Stream<Path> files = Files.list(ROOT)) {
            files.filter(DocumentationTest::isPage).sorted().forEach(pages::add);
        }
        Path docs = ROOT.resolve("docs");
        if (Files.isDirectory(docs)) {
            try (Stream<Path> files = Files.walk(docs)) {
                files.filter(DocumentationTest::isPage).sorted().forEach(pages::add);
            }
        }
        return pages;
    }

    private static boolean isPage(Path file) {
        return file.toString().endsWith(".md");
    }
}
