package io.asyncio4j.task;

import java.util.Set;

/// Immutable. What [Wait#wait] found, both sets in the order in which the futures were given. Mirrors the tuple
/// `(done, pending)`.
///
/// @param <F> the class of the futures
/// @param done the futures that are done or cancelled
/// @param pending the others
public record WaitResult<F extends Future<?>>(Set<F> done, Set<F> pending) {
}
