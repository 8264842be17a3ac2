/// What client and server share: headers, methods, status, addresses, limits and the tree of HTTP errors.
///
/// Uses core and net.
///
/// Start at Headers.
@NullMarked
package io.asyncio4j.http;

import org.jspecify.annotations.NullMarked;
