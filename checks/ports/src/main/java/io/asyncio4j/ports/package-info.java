/// CPythonTest: says which CPython test case a test is a port of.
///
/// Uses java.base only.
///
/// Start at CPythonTest.
@NullMarked
package io.asyncio4j.ports;

import org.jspecify.annotations.NullMarked;
