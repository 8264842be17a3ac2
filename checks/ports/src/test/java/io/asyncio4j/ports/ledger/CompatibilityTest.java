package io.asyncio4j.ports.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The ledger of this checkout.
class CompatibilityTest {
    private static final Path ROOT = Path.of(System.getProperty("asyncio4j.root"));

    /// How many cases may be without a verdict; it may only shrink.
    private static final long OPEN = 0;

    private final Ledger ledger = Ledger.of(ROOT);

    CompatibilityTest() throws IOException {}

    @Test
    void everyNameIsKnownAndEveryCaseHasOneVerdict() {
        assertThat(ledger.problems()).isEmpty();
    }

    @Test
    void theChecklistIsWhole() {
        assertThat(ledger.verdicts().keySet()).filteredOn(each -> !each.language()).hasSize(1159 + 206)
                .filteredOn(each -> each.since().equals("3.11")).hasSize(1159);
    }

    @Test
    void fewCasesAreWithoutAVerdict() {
        assertThat(ledger.open()).isLessThanOrEqualTo(OPEN);
    }

    @Test
    void thePageIsWhatTheTestsAndTheReasonsSay() throws IOException {
        assertThat(Files.readString(ROOT.resolve(Page.PLACE)).equals(Page.of(ledger)))
                .as("docs/compatibility.md is up to date; if it is not, run ./aio ledger and commit it").isTrue();
    }
}
