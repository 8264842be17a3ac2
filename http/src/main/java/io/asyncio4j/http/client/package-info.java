/// The session: pool, redirects, cookies, bodies.
///
/// Uses core, net and io.asyncio4j.http.
///
/// Start at the session.
@NullMarked
package io.asyncio4j.http.client;

import org.jspecify.annotations.NullMarked;
