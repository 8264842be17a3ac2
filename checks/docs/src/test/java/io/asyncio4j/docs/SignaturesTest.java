package io.asyncio4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The public signatures change on purpose only.
class SignaturesTest {
    private static final Path ROOT = Path.of(System.getProperty("asyncio4j.root"));

    @Test
    void publicSignaturesAreThoseOfTheFilesOfTheModules() throws Exception {
        Map<Path, String> texts = Signatures.of(ROOT);
        assertThat(texts.keySet()).extracting(file -> ROOT.relativize(file).toString()).containsExactly("core/api.txt",
                "coroutine/api.txt", "http/api.txt", "net/api.txt", "os/api.txt", "testing/api.txt");
        for (var module : texts.entrySet()) {
            assertThat(module.getValue()).as("the public signatures are not those of %s; if that is meant, ./aio api",
                    ROOT.relativize(module.getKey())).isEqualTo(Files.readString(module.getKey()));
        }
    }
}
