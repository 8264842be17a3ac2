package io.asyncio4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The reference says something of every public name, and its links lead somewhere.
class ReferenceTest {
    @Test
    @Timeout(300) // 15 seconds on a machine that does nothing else
    void theReferenceIsCompleteAndJavadocComplainsOfNothing(@TempDir Path pages) throws Exception {
        assertThat(Reference.make(Path.of(System.getProperty("asyncio4j.root")), pages)).isEmpty();
        assertThat(Files.readString(pages.resolve("io.asyncio4j.core/io/asyncio4j/Asyncio.html"))).contains("gather");
    }
}
