/// The server: routing, middleware, static files.
///
/// Uses core, net and io.asyncio4j.http.
///
/// Start at the application class.
@NullMarked
package io.asyncio4j.http.server;

import org.jspecify.annotations.NullMarked;
