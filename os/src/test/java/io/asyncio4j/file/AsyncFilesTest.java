package io.asyncio4j.file;

import static io.asyncio4j.Asyncio.await;
import static io.asyncio4j.Asyncio.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AsyncFilesTest {
    @Test
    void readStringGivesTheWholeFile(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("text"), "één\ntwo");
        assertThat(run(() -> await(AsyncFiles.readString(file)))).isEqualTo("één\ntwo");
    }
}
