package io.asyncio4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The page of names: each public name of asyncio (3.11 to 3.14) stands in it or follows its rules, and what it names here
/// is there.
class NamesTest {
    private static final Path ROOT = Path.of(System.getProperty("asyncio4j.root"));
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern UNDERSCORE = Pattern.compile("_([a-z])");
    private static final Map<String, String> CLASSES = classes();

    @Test
    void everyNameOfAsyncioIsInThePageOrFollowsItsRules() throws Exception {
        Map<String, List<String>> rows = rows();
        List<String> missing = new ArrayList<>();
        for (String name : asyncioNames()) {
            String owner = name.substring(0, Math.max(name.indexOf('.'), 0));
            String here = rows.containsKey(owner) ? rows.get(owner).getFirst() + name.substring(owner.length()) : name;
            if (!rows.containsKey(name) && !isThere(byRule(here))) missing.add(name + " is not " + byRule(here));
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void thePageHasNoNameThatAsyncioHasNotOrThatFollowsTheRules() throws Exception {
        List<String> names = asyncioNames();
        assertThat(rows().keySet()).isSubsetOf(names).noneMatch(name -> name.matches("loop\\..*|[a-z_]+")
                && isThere(byRule(name)));
    }

    @Test
    void whatItNamesIsThere() throws Exception {
        List<String> wrong = new ArrayList<>();
        rows().forEach((name, targets) -> targets.stream().filter(target -> !isThere(target))
                .forEach(target -> wrong.add(name + ": " + target)));
        assertThat(wrong).isEmpty();
    }

    private static String byRule(String name) {
        String java = UNDERSCORE.matcher(name).replaceAll(found -> found.group(1).toUpperCase());
        if (java.startsWith("loop.")) return "EventLoop" + java.substring(4);
        return Character.isLowerCase(java.charAt(0)) ? "Asyncio." + java : java;
    }

    /// A public class, or a public member of one.
    private static boolean isThere(String target) {
        String name = target.startsWith("new ") ? target.substring(4) : target;
        Class<?> whole = load(name);
        if (whole != null) return true;
        int dot = name.lastIndexOf('.');
        Class<?> owner = dot < 0 ? null : load(name.substring(0, dot));
        String member = name.substring(dot + 1);
        return owner != null
                && Stream.<Member>concat(Arrays.stream(owner.getMethods()), Arrays.stream(owner.getFields()))
                        .anyMatch(found -> found.getName().equals(member)
                                && found.getDeclaringClass() != Object.class);
    }

    private static Class<?> load(String name) {
        try {
            Class<?> found = Class.forName(CLASSES.getOrDefault(name, name));
            return Modifier.isPublic(found.getModifiers()) ? found : null;
        } catch (ClassNotFoundException missing) {
            return null;
        }
    }

    /// The rows of the page's tables: names of asyncio, and what they are here.
    private static Map<String, List<String>> rows() throws IOException {
        Map<String, List<String>> rows = new HashMap<>();
        for (String line : Files.readAllLines(ROOT.resolve("docs/names.md"))) {
            String[] cells = line.split("\\|");
            if (cells.length != 3 || !cells[1].contains("`")) continue;
            for (String name : code(cells[1])) assertThat(rows.put(name, code(cells[2]))).as(name).isNull();
        }
        return rows;
    }

    private static List<String> code(String cell) {
        return CODE.matcher(cell).results().map(found -> found.group(1)).toList();
    }

    private static List<String> asyncioNames() throws IOException {
        try (InputStream in = NamesTest.class.getResourceAsStream("asyncio-names.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    /// The library's classes by their simple names.
    private static Map<String, String> classes() {
        Map<String, String> classes = new HashMap<>();
        for (String module : List.of("coroutine", "core", "net", "os")) {
            Path sources = ROOT.resolve(module).resolve("src/main/java");
            try (Stream<Path> files = Files.walk(sources)) {
                files.map(file -> sources.relativize(file).toString()).filter(file -> file.endsWith(".java"))
                        .map(file -> file.replace(".java", "").replace('/', '.'))
                        .forEach(name -> classes.put(name.substring(name.lastIndexOf('.') + 1), name));
            } catch (IOException unreadable) {
                throw new AssertionError(unreadable);
            }
        }
        return classes;
    }
}
