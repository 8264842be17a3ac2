package io.asyncio4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The whole rounds of a run that is being recorded, kept in a file, so that a run that ended early can be continued by
/// the same command. Immutable.
record Recording(Path file) {

    /// Where a run in this place keeps its rounds.
    static Recording in(Place place) {
        return new Recording(place.built().resolve("recording.json"));
    }

    /// What an earlier run measured, when it was of the same sources on the same machine; other rounds do not count.
    Optional<Results> earlier(Map<String, String> machine, Map<String, String> versions) {
        try {
            return Files.exists(file)
                    ? Optional.of(Results.read(file)).filter(
                            earlier -> earlier.machine().equals(machine) && earlier.versions().equals(versions))
                    : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /// Keeps what there is at the end of a round.
    void keep(Results results) throws IOException {
        results.write(file);
    }

    /// The run is recorded for good.
    void discard() throws IOException {
        Files.deleteIfExists(file);
    }
}
