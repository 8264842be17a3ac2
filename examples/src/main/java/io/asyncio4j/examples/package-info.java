/// Small programs, one per idea.
///
/// Uses exported packages only.
///
/// Start at the program whose name says what you want.
@NullMarked
package io.asyncio4j.examples;

import org.jspecify.annotations.NullMarked;
