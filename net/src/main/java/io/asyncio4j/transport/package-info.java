/// Transport, Protocol, Server and flow control.
///
/// Uses core; no Netty type in a public signature.
///
/// Start at Transport and Protocol.
@NullMarked
package io.asyncio4j.transport;

import org.jspecify.annotations.NullMarked;
