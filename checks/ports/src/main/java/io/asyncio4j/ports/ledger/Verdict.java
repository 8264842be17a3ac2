package io.asyncio4j.ports.ledger;

import java.util.List;

/// Immutable. What became of a case here.
sealed interface Verdict {

    /// Tests here check what the case checks.
    record Passed(List<Port> by) implements Verdict {}

    /// This library does otherwise, on purpose.
    record Deviates(String reason) implements Verdict {}

    /// There is nothing here that the case could be about.
    record NotApplicable(String reason) implements Verdict {}

    /// Nobody has decided yet.
    record Open() implements Verdict {}
}
