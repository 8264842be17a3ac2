/// The engine on jdk.internal.vm.Continuation; the only room that names jdk.internal.
///
/// Uses io.asyncio4j.coroutine.engine.
///
/// Start at the class that implements the engine interface.
@NullMarked
package io.asyncio4j.coroutine.continuation;

import org.jspecify.annotations.NullMarked;
