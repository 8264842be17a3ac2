/// StreamReader and StreamWriter, and how to connect or to serve with them.
///
/// Uses core and io.asyncio4j.transport.
///
/// Start at StreamReader.
@NullMarked
package io.asyncio4j.stream;

import org.jspecify.annotations.NullMarked;
