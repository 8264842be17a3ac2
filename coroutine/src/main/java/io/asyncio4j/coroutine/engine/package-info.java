/// What lives here: the two interfaces between coroutines and the engines that carry them, and what both engines share.
/// What it may use: java.base only.
/// Where to start reading: [io.asyncio4j.coroutine.engine.Strand].
@NullMarked
package io.asyncio4j.coroutine.engine;

import org.jspecify.annotations.NullMarked;
