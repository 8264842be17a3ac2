/// The client: requests, the pool of connections, redirects.
///
/// Uses core, net and io.asyncio4j.http.
///
/// Start at HttpClient.
@NullMarked
package io.asyncio4j.http.client;

import org.jspecify.annotations.NullMarked;
