/// Coroutine, Awaitable, the choice of an engine and the generator-style yield.
///
/// Uses java.base only; the engines are reached through one small internal interface.
///
/// Start at Coroutine, then read what an engine must provide.
@NullMarked
package io.asyncio4j.coroutine;

import org.jspecify.annotations.NullMarked;
