/// Context variables: ContextVar, Context, Token.
///
/// Uses java.base, and Host from io.asyncio4j.coroutine to find the running context.
///
/// Start at Context.
@NullMarked
package io.asyncio4j.context;

import org.jspecify.annotations.NullMarked;
