/// The server: routes, handlers, graceful stop.
///
/// Uses core, net and io.asyncio4j.http.
///
/// Start at HttpServer.
@NullMarked
package io.asyncio4j.http.server;

import org.jspecify.annotations.NullMarked;
