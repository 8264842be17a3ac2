package io.asyncio4j.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Immutable. How a [StaggeredRace] ended.
///
/// @param <T> the class of the result
/// @param winner the result of the winner; `null` if nobody won
/// @param winnerIndex the place of the winner among the competitors, from 0; -1 if nobody won
/// @param exceptions for each competitor that was started, in order, what it failed with; `null` for the winner
public record StaggeredResult<T extends @Nullable Object>(@Nullable T winner, int winnerIndex,
        List<@Nullable Throwable> exceptions) {

    /// Whether somebody won.
    public boolean hasWinner() {
        return winnerIndex >= 0;
    }
}
